import type { PrismaClient } from '../../database/client.ts';

/** Charts a person opened, by id only, forgotten after three months. */
const kept = 90 * 86_400_000;
const shown = 12;

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
