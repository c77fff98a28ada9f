import type { PrismaClient } from '../../database/client.ts';

/** Charts a person opened, by id only, forgotten after three months. */
const kept = 90 * 86_400_000;
const shown = 12;

export async function rememberOpened(
  db: PrismaClient,
  userId: string,
  patientId: string,
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO recent_patient (user_id, patient_id, opened_at) VALUES (${userId}, ${patientId}, ${now})
    ON CONFLICT (user_id, patient_id) DO UPDATE SET opened_at = EXCLUDED.opened_at`;
}

export async function recentlyOpened(
  db: PrismaClient,
  userId: string,
  now: Date,
): Promise<{ patientId: string; openedAt: Date }[]> {
  const since = new Date(now.getTime() - kept);
  await db.recentPatient.deleteMany({ where: { userId, openedAt: { lt: since } } });
  return db.recentPatient.findMany({
    where: { userId },
    orderBy: { openedAt: 'desc' },
    take: shown,
    select: { patientId: true, openedAt: true },
  });
}
