import type { PrismaClient } from '../database/client.ts';

type Db = Pick<PrismaClient, 'emergencyGrant'>;

/** What was concluded of a person's accesses and they have not said that they read, the oldest first. */
export async function unreadOutcomes(
  db: Db,
  userId: string,
): Promise<{ grantId: string; outcome: 'justified' | 'not-justified'; at: Date }[]> {
  const rows = await db.emergencyGrant.findMany({
    where: { userId, outcome: { not: null }, acknowledgedAt: null },
    orderBy: { reviewedAt: 'asc' },
    take: 20,
    select: { id: true, outcome: true, reviewedAt: true },
  });
  return rows.flatMap(({ id, outcome, reviewedAt }) =>
    reviewedAt && (outcome === 'justified' || outcome === 'not-justified')
      ? [{ grantId: id, outcome, at: reviewedAt }]
      : [],
  );
}

/** Their own, once: false when there is nothing to acknowledge. */
export async function acknowledge(
  db: Db,
  { id, userId, now }: { id: string; userId: string; now: Date },
): Promise<boolean> {
  const { count } = await db.emergencyGrant.updateMany({
    where: { id, userId, outcome: { not: null }, acknowledgedAt: null },
    data: { acknowledgedAt: now },
  });
  return count === 1;
}
