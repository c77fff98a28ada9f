import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../database/client.ts';
import type { Seal } from '../session/seal.ts';

type Db = Pick<PrismaClient, 'emergencyGrant' | 'emergencySuspension'>;
type Row = NonNullable<Awaited<ReturnType<PrismaClient['emergencyGrant']['findUnique']>>>;

interface Grantee {
  userId: string;
  userName: string;
  role: string;
  fhirUser: string | null;
}
/** What was asked for and what became of it. `reason` and `comment` are null when they cannot be opened (the key was changed). */
export interface Grant extends Grantee {
  id: string;
  patientId: string;
  kind: string;
  /** Why the chart was closed. */
  denial: string;
  reason: string | null;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  review: {
    outcome: 'justified' | 'not-justified';
    reviewerId: string;
    reviewerName: string;
    comment: string | null;
    at: Date;
    /** When the person concerned said that they have read it. */
    acknowledgedAt: Date | null;
  } | null;
}

/** The emergency access a person holds on a patient at this moment. Asked on every request: one indexed row. */
export async function livingGrant(
  db: Db,
  { userId, patientId, now }: { userId: string; patientId: string; now: Date },
): Promise<{ id: string; patientId: string; expiresAt: Date } | null> {
  return db.emergencyGrant.findFirst({
    where: { userId, patientId, endedAt: null, expiresAt: { gt: now } },
    orderBy: { createdAt: 'desc' },
    select: { id: true, patientId: true, expiresAt: true },
  });
}

/** Whether breaking the glass was taken away from this person, and when. */
export async function suspendedSince(db: Db, userId: string): Promise<Date | null> {
  return (
    (await db.emergencySuspension.findFirst({ where: { userId, liftedAt: null }, select: { since: true } }))
      ?.since ?? null
  );
}
export async function isSuspended(db: Db, userId: string): Promise<boolean> {
  return (await suspendedSince(db, userId)) !== null;
}

const reasonContext = (id: string): string => `emergency_grant|${id}|reason`;
export const commentContext = (id: string): string => `emergency_grant|${id}|comment`;

export interface GrantWish {
  person: Grantee;
  patientId: string;
  kind: string;
  denial: string;
  reason: string;
  minutes: number;
  now: Date;
}

/** Opens an access. Asked twice at once (two clicks, two windows) there is one: `isNew` tells whether it is this one. */
export async function openGrant(
  db: Db,
  seal: Seal,
  { person, patientId, kind, denial, reason, minutes, now }: GrantWish,
): Promise<{ grant: Grant; isNew: boolean }> {
  const { userId } = person;
  await closeRunOut(db, { userId, patientId }, now);
  const id = randomUUID();
  const { count } = await db.emergencyGrant.createMany({
    data: [
      {
        id,
        ...person,
        patientId,
        kind,
        denial,
        reason: seal.seal(reason, reasonContext(id)),
        createdAt: now,
        expiresAt: new Date(now.getTime() + minutes * 60_000),
      },
    ],
    skipDuplicates: true,
  });
  const row = await db.emergencyGrant.findFirst({
    where: count === 1 ? { id } : { userId, patientId, endedAt: null },
    orderBy: { createdAt: 'desc' },
  });
  if (!row) throw new Error('the emergency access ended while it was opened');
  return { grant: opened(seal, row), isNew: count === 1 };
}

/** Ends what this person holds on a patient and gives its id; null when there was nothing. */
export async function endGrant(
  db: Db,
  { userId, patientId, now }: { userId: string; patientId: string; now: Date },
): Promise<string | null> {
  await closeRunOut(db, { userId, patientId }, now);
  const living = await livingGrant(db, { userId, patientId, now });
  if (living)
    await db.emergencyGrant.updateMany({
      where: { userId, patientId, endedAt: null },
      data: { endedAt: now },
    });
  return living?.id ?? null;
}

/** Ends everything this person holds and gives the patients: breaking the glass was taken away. */
export async function endAllGrants(db: Db, userId: string, now: Date): Promise<string[]> {
  await closeRunOut(db, { userId }, now);
  const living = await db.emergencyGrant.findMany({
    where: { userId, endedAt: null },
    select: { patientId: true },
  });
  await db.emergencyGrant.updateMany({ where: { userId, endedAt: null }, data: { endedAt: now } });
  return living.map((g) => g.patientId);
}

/** What has run out ended when it ran out, not when somebody looked. */
async function closeRunOut(db: Db, of: { userId: string; patientId?: string }, now: Date): Promise<void> {
  const over = await db.emergencyGrant.findMany({
    where: { ...of, endedAt: null, expiresAt: { lte: now } },
    select: { id: true, expiresAt: true },
  });
  for (const { id, expiresAt } of over)
    await db.emergencyGrant.updateMany({ where: { id, endedAt: null }, data: { endedAt: expiresAt } });
}

export async function readGrant(db: Db, seal: Seal, id: string): Promise<Grant | null> {
  const row = await db.emergencyGrant.findUnique({ where: { id } });
  return row && opened(seal, row);
}

/** Newest first. */
export async function grantsOf(db: Db, seal: Seal, userId: string, limit = 100): Promise<Grant[]> {
  return (
    await db.emergencyGrant.findMany({ where: { userId }, orderBy: { createdAt: 'desc' }, take: limit })
  ).map((row) => opened(seal, row));
}

export function opened(seal: Seal, row: Row): Grant {
  const text = (sealed: Uint8Array | null, context: string): string | null => {
    try {
      return sealed && seal.open(sealed, context);
    } catch {
      return null;
    }
  };
  const { id, userId, userName, role, fhirUser, patientId, kind, denial, createdAt, expiresAt, endedAt } =
    row;
  const outcome = row.outcome === 'justified' || row.outcome === 'not-justified' ? row.outcome : null;
  return {
    id,
    userId,
    userName,
    role,
    fhirUser,
    patientId,
    kind,
    denial,
    reason: text(row.reason, reasonContext(id)),
    createdAt,
    expiresAt,
    endedAt,
    review:
      outcome && row.reviewedAt
        ? {
            outcome,
            reviewerId: row.reviewerId ?? '',
            reviewerName: row.reviewerName ?? '',
            comment: text(row.comment, commentContext(id)),
            at: row.reviewedAt,
            acknowledgedAt: row.acknowledgedAt,
          }
        : null,
  };
}
