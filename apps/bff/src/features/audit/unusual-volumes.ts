import type { PrismaClient } from '../../database/client.ts';
import { addDays, startOf } from '@keneyapp/fhir-model/hospital-days';
import { Prisma } from '../../generated/prisma/client.ts';
import { isUnusualVolume, usualOf } from './unusual.ts';
import { volumesOf, type UnusualVolume, type VolumeOf } from './view.ts';
import { hospitalZone } from '@keneyapp/clinical';

type Volume = Omit<UnusualVolume, 'dealtWith'>;

/** Days before the period from which it is known what a person usually does. */
const daysBefore = 30;

/** Which records count, and what of them: each, or each patient once. What was refused was tried, and counts too. */
const counted: Record<VolumeOf, { which: Prisma.Sql; what: 'records' | 'patients' }> = {
  charts: {
    which: Prisma.sql`patient_id IS NOT NULL AND outcome = 'success' AND role NOT IN ('patient', 'dpo')`,
    what: 'patients',
  },
  searches: {
    which: Prisma.sql`kind IN ('search', 'denial') AND operation IN ('patients.search', 'audit.patients', 'dicom-web.search')`,
    what: 'records',
  },
  refusals: { which: Prisma.sql`kind = 'denial' AND patient_id IS NOT NULL`, what: 'patients' },
  // nothing but who it is: the banner of a chart that is open names what else it was made of
  identities: {
    which: Prisma.sql`patient_id IS NOT NULL AND operation = 'patients.banner' AND outcome <> 'failure' AND role <> 'patient' AND cardinality(resources) <= 1`,
    what: 'patients',
  },
  // each is judged by itself; that they are many at a time is seen here
  emergencies: {
    which: Prisma.sql`operation = 'emergency.request' AND outcome = 'success'`,
    what: 'records',
  },
  agenda: { which: Prisma.sql`operation = 'appointments.agenda' AND role <> 'patient'`, what: 'records' },
};

interface PersonDay {
  user_id: string;
  user_name: string | null;
  role: string | null;
  day: string;
  n: number;
  at_once: number;
  was_stopped: boolean;
}

/** Days on which somebody did far more of something than they usually do, or than anybody does; the most first. */
export async function unusualVolumes(
  db: Pick<PrismaClient, '$queryRaw'>,
  { from, to }: { from: string; to: string },
): Promise<Volume[]> {
  const begin = startOf(addDays(from, -daysBefore)),
    end = startOf(addDays(to, 1));
  const lists: Volume[][] = [];
  for (const of of volumesOf) {
    const { which, what } = counted[of];
    const n = what === 'patients' ? Prisma.sql`count(DISTINCT patient_id)` : Prisma.sql`count(*)`;
    const days = await db.$queryRaw<PersonDay[]>`
      WITH chosen AS (
        SELECT user_id, user_name, role, patient_id, reason, to_char(recorded_at AT TIME ZONE 'UTC' AT TIME ZONE ${hospitalZone}::text, 'YYYY-MM-DD') AS day, floor(extract(epoch FROM recorded_at) / 300) AS five_minutes
        FROM audit_event WHERE recorded_at >= ${begin} AND recorded_at < ${end} AND user_id IS NOT NULL AND ${which}),
      busiest AS (SELECT user_id, day, max(n) AS n FROM (SELECT user_id, day, ${n} AS n FROM chosen GROUP BY user_id, day, five_minutes) f GROUP BY user_id, day)
      SELECT c.user_id, max(c.user_name) AS user_name, max(c.role) AS role, c.day, ${n}::int AS n, max(b.n)::int AS at_once, bool_or(coalesce(c.reason LIKE 'too-many-%', false)) AS was_stopped
      FROM chosen c JOIN busiest b ON b.user_id = c.user_id AND b.day = c.day GROUP BY c.user_id, c.day`;
    lists.push(unusualOf(of, days, from));
  }
  return lists.flat().sort((a, b) => Number(b.wasStopped) - Number(a.wasStopped) || b.n - a.n);
}

function unusualOf(of: VolumeOf, days: PersonDay[], from: string): Volume[] {
  const byPerson = Map.groupBy(days, (day) => day.user_id);
  return [...byPerson.values()].flatMap((own) =>
    own
      .filter(({ day }) => day >= from)
      .flatMap((one): Volume[] => {
        const usual = usualOf(own.filter((day) => day !== one).map((day) => day.n));
        if (!one.was_stopped && !isUnusualVolume(of, one.n, usual, one.at_once)) return [];
        return [
          {
            userId: one.user_id,
            userName: one.user_name ?? one.user_id,
            role: one.role,
            day: one.day,
            of,
            n: one.n,
            usual,
            wasStopped: one.was_stopped,
          },
        ];
      }),
  );
}
