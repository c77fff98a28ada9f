import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../database/client.ts';
import type { DataCipher } from '../session/data-cipher.ts';
import type { EmergencySettings } from './settings.ts';

type Db = Pick<PrismaClient, 'emergencyGrant' | 'emergencySuspension'>;
/** How often within which time is too often. */
type Limits = Pick<EmergencySettings, 'unjustifiedUses' | 'withinDays'>;
const dayMs = 86_400_000;

/** Whether `uses` of these fall within `withinDays` of each other. */
export function isRepeated(dates: readonly Date[], { unjustifiedUses, withinDays }: Limits): boolean {
  const times = dates.map((d) => d.getTime()).sort((a, b) => a - b);
  return times.some((last, i) => {
    const first = times[i - unjustifiedUses + 1];
    return first !== undefined && last - first <= withinDays * dayMs;
  });
}

/**
 * Takes breaking the glass away from somebody who misused it too often. What was judged before the last suspension was
 * lifted no longer counts. True when this call did it.
 */
export async function suspendIfRepeated(
  db: Db,
  { userId, userName, limits, now }: { userId: string; userName: string; limits: Limits; now: Date },
): Promise<boolean> {
  const lifted = await db.emergencySuspension.findFirst({
    where: { userId, liftedAt: { not: null } },
    orderBy: { liftedAt: 'desc' },
    select: { liftedAt: true },
  });
  const misused = await db.emergencyGrant.findMany({
    where: {
      userId,
      outcome: 'not-justified',
      ...(lifted?.liftedAt ? { reviewedAt: { gt: lifted.liftedAt } } : {}),
    },
    select: { createdAt: true },
  });
  if (
    !isRepeated(
      misused.map((g) => g.createdAt),
      limits,
    )
  )
    return false;
  const { count } = await db.emergencySuspension.createMany({
    data: [{ id: randomUUID(), userId, userName, since: now }],
    skipDuplicates: true,
  });
  return count === 1;
}

export interface Suspension {
  id: string;
  userId: string;
  userName: string;
  since: Date;
}

/** Who may not break the glass at this moment, the latest first. */
export async function currentSuspensions(db: Db): Promise<Suspension[]> {
  return db.emergencySuspension.findMany({
    where: { liftedAt: null },
    orderBy: { since: 'desc' },
    select: { id: true, userId: true, userName: true, since: true },
  });
}

export async function readSuspension(
  db: Db,
  id: string,
): Promise<(Suspension & { liftedAt: Date | null }) | null> {
  return db.emergencySuspension.findUnique({
    where: { id },
    select: { id: true, userId: true, userName: true, since: true, liftedAt: true },
  });
}

export const liftContext = (id: string): string => `emergency_suspension|${id}|reason`;

/** Gives it back. False when somebody else did already. */
export async function liftSuspension(
  db: Db,
  cipher: DataCipher,
  {
    id,
    by,
    reason,
    now,
  }: { id: string; by: { userId: string; userName: string }; reason: string; now: Date },
): Promise<boolean> {
  const { count } = await db.emergencySuspension.updateMany({
    where: { id, liftedAt: null },
    data: {
      liftedAt: now,
      liftedById: by.userId,
      liftedByName: by.userName,
      liftReason: cipher.encrypt(reason, liftContext(id)),
    },
  });
  return count === 1;
}
