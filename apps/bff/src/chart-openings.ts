import type { PrismaClient } from './database/client.ts';

/** What is opened again within so many minutes is the same visit: a reload does not lose what was new. */
const visitMinutes = 30;

interface Opening {
  userId: string;
  patientId: string;
  now: Date;
}

/** When this visit began, and the one before; null at the first, or the first that is remembered. */
export interface Visit {
  began: Date;
  before: Date | null;
}

/**
 * Somebody has a chart open: keeps when, and answers their visit. Told twice at once it is one visit; so is everything until
 * the chart was closed for half an hour. What is told as new counts from the visit before, so that opening again within
 * minutes loses nothing of it.
 */
export async function rememberOpened(db: PrismaClient, { userId, patientId, now }: Opening): Promise<Visit> {
  const [row] = await db.$queryRaw<Visit[]>`
    INSERT INTO recent_patient AS known (user_id, patient_id, opened_at, visit_at, visit_before)
    VALUES (${userId}, ${patientId}, ${now}, ${now}, NULL)
    ON CONFLICT (user_id, patient_id) DO UPDATE SET
      visit_before = CASE WHEN known.opened_at < EXCLUDED.opened_at - make_interval(mins => ${visitMinutes}::int)
        THEN coalesce(known.visit_at, known.opened_at) ELSE known.visit_before END,
      visit_at = CASE WHEN known.opened_at < EXCLUDED.opened_at - make_interval(mins => ${visitMinutes}::int)
        THEN EXCLUDED.opened_at ELSE coalesce(known.visit_at, known.opened_at) END,
      opened_at = greatest(known.opened_at, EXCLUDED.opened_at)
    RETURNING visit_at AS began, visit_before AS before`;
  return row ?? { began: now, before: null };
}
