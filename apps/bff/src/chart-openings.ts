import type { PrismaClient } from './database/client.ts';

/** What is opened again within so many minutes is the same visit: a reload does not lose what was new. */
const visitMinutes = 30;

interface Opening {
  userId: string;
  patientId: string;
  now: Date;
}

/**
 * Somebody has a chart open: keeps when, and answers the beginning of their visit before this one; null when this is the
 * first, or the first that is remembered. Told twice at once it is one visit.
 */
export async function rememberOpened(
  db: PrismaClient,
  { userId, patientId, now }: Opening,
): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ before: Date | null }[]>`
    INSERT INTO recent_patient AS known (user_id, patient_id, opened_at, visit_at, visit_before)
    VALUES (${userId}, ${patientId}, ${now}, ${now}, NULL)
    ON CONFLICT (user_id, patient_id) DO UPDATE SET
      visit_before = CASE WHEN known.opened_at < EXCLUDED.opened_at - make_interval(mins => ${visitMinutes}::int)
        THEN coalesce(known.visit_at, known.opened_at) ELSE known.visit_before END,
      visit_at = CASE WHEN known.opened_at < EXCLUDED.opened_at - make_interval(mins => ${visitMinutes}::int)
        THEN EXCLUDED.opened_at ELSE coalesce(known.visit_at, known.opened_at) END,
      opened_at = greatest(known.opened_at, EXCLUDED.opened_at)
    RETURNING visit_before AS before`;
  return row?.before ?? null;
}
