import type { PrismaClient } from '../../database/client.ts';
import { hospitalZone } from '@keneyapp/clinical';

/** Days shown at a time. */
export const daysAtOnce = 30;

export interface PersonDay {
  day: string;
  user_id: string;
  user_name: string | null;
  role: string | null;
  first_at: Date;
  last_at: Date;
  n: number;
  features: (string | null)[];
  kinds: string[];
  basis: (string | null)[];
  is_emergency: boolean;
  is_refused: boolean;
  /** What was changed of the patient's decisions, as the trail keeps it. */
  changes: string[];
}

/**
 * The days of the latest `daysAtOnce` (and one more, to know that there are more) on which anybody was in this chart. What
 * was refused or failed was neither looked at nor done: of an attempt nothing is told but that it was one.
 */
export async function personDays(
  db: Pick<PrismaClient, '$queryRaw'>,
  patientId: string,
  from: Date,
  end: Date,
): Promise<PersonDay[]> {
  return db.$queryRaw<PersonDay[]>`
    WITH own AS (SELECT e.*, to_char(e.recorded_at AT TIME ZONE 'UTC' AT TIME ZONE ${hospitalZone}::text, 'YYYY-MM-DD') AS day FROM audit_event e WHERE e.patient_id = ${patientId} AND e.user_id IS NOT NULL AND e.recorded_at >= ${from} AND e.recorded_at < ${end}),
      latest AS (SELECT DISTINCT day FROM own ORDER BY day DESC LIMIT ${daysAtOnce + 1})
    SELECT day, user_id, max(user_name) AS user_name, max(role) AS role, min(recorded_at) AS first_at, max(recorded_at) AS last_at, count(*)::int AS n,
      coalesce(array_agg(DISTINCT feature) FILTER (WHERE outcome = 'success'), '{}') AS features, coalesce(array_agg(DISTINCT kind) FILTER (WHERE outcome = 'success'), '{}') AS kinds, coalesce(array_agg(DISTINCT basis) FILTER (WHERE outcome = 'success'), '{}') AS basis,
      bool_or(emergency IS NOT NULL OR kind = 'emergency') AS is_emergency, bool_and(outcome = 'denied') AS is_refused,
      ARRAY(SELECT DISTINCT r FROM own o, unnest(o.resources) AS r WHERE o.day = own.day AND o.user_id = own.user_id AND o.outcome = 'success' AND o.feature = 'consents' AND r LIKE 'consent-change/%') AS changes
    FROM own WHERE day IN (SELECT day FROM latest) GROUP BY day, user_id ORDER BY day DESC, last_at DESC`;
}
