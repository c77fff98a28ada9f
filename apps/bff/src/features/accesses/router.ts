import type { PrismaClient } from '../../database/client.ts';
import { addDays, startOf } from '../../fhir/hospital-days.ts';
import { patientProcedure, router } from '../../trpc.ts';
import { accessesInput } from './schema.ts';
import type { AccessDay, AccessesView } from './view.ts';

/** Days shown at a time. */
const daysAtOnce = 30;

interface PersonDay { day: string; user_id: string; user_name: string | null; role: string | null; first_at: Date; last_at: Date; n: number; features: (string | null)[]; kinds: string[]; basis: (string | null)[]; is_emergency: boolean; is_refused: boolean }

export const accessesRouter = router({
  /** Who opened this chart, by day and person. */
  list: patientProcedure('accesses', 'read').input(accessesInput).query(async ({ ctx, input }): Promise<AccessesView> => {
    const { session, patientId } = ctx;
    const end = input.cursor ?? (input.to ? addDays(input.to, 1) : '9999-12-31');
    const rows = await personDays(ctx.services.db, patientId, startOf(input.from ?? '1970-01-02'), startOf(end));
    const shown = [...new Set(rows.map((r) => r.day))], hasMore = shown.length > daysAtOnce;
    const isSelf = (r: PersonDay) => r.user_id === session.userId && session.role === 'patient';
    const days = shown.slice(0, daysAtOnce).map((day): AccessDay => ({
      day, people: rows.filter((r) => r.day === day).map((r) => ({
        personId: r.user_id, name: r.user_name ?? r.user_id, role: r.role, isSelf: isSelf(r), firstAt: r.first_at.toISOString(), lastAt: r.last_at.toISOString(), count: r.n,
        features: r.features.flatMap((f) => f ?? []), hasWritten: r.kinds.some((k) => ['create', 'update', 'delete'].includes(k)), hasExported: r.kinds.includes('export'),
        isEmergency: r.is_emergency, isRefused: r.is_refused, basis: r.basis.flatMap((b) => b ?? []),
      })),
    }));
    return { days, next: hasMore ? (days.at(-1)?.day ?? null) : null };
  }),
});

/** The days of the latest `daysAtOnce` (and one more, to know that there are more) on which anybody was in this chart. */
async function personDays(db: Pick<PrismaClient, '$queryRaw'>, patientId: string, from: Date, end: Date): Promise<PersonDay[]> {
  return db.$queryRaw<PersonDay[]>`
    WITH own AS (SELECT e.*, to_char(e.recorded_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Paris', 'YYYY-MM-DD') AS day FROM audit_event e WHERE e.patient_id = ${patientId} AND e.user_id IS NOT NULL AND e.recorded_at >= ${from} AND e.recorded_at < ${end}),
      latest AS (SELECT DISTINCT day FROM own ORDER BY day DESC LIMIT ${daysAtOnce + 1})
    SELECT day, user_id, max(user_name) AS user_name, max(role) AS role, min(recorded_at) AS first_at, max(recorded_at) AS last_at, count(*)::int AS n,
      array_agg(DISTINCT feature) AS features, array_agg(DISTINCT kind) AS kinds, array_agg(DISTINCT basis) AS basis,
      bool_or(emergency IS NOT NULL OR kind = 'emergency') AS is_emergency, bool_and(outcome = 'denied') AS is_refused
    FROM own WHERE day IN (SELECT day FROM latest) GROUP BY day, user_id ORDER BY day DESC, last_at DESC`;
}
