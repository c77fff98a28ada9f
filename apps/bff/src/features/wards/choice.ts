import type { PrismaClient } from '../../database/client.ts';

/** The unit a person chose once, until they choose another. Null: all of theirs. */
export async function chosenUnit(db: PrismaClient, userId: string): Promise<string | null> {
  const row = await db.wardChoice.findUnique({ where: { userId }, select: { unit: true } });
  return row?.unit ?? null;
}

export async function chooseUnit(db: PrismaClient, userId: string, unit: string | null): Promise<void> {
  if (unit === null) await db.wardChoice.deleteMany({ where: { userId } });
  else await db.wardChoice.upsert({ where: { userId }, create: { userId, unit }, update: { unit } });
}
