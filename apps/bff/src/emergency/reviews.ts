import type { PrismaClient } from '../database/client.ts';
import type { DataCipher } from '../session/data-cipher.ts';
import { commentContext, opened, type Grant } from './store.ts';

type Db = Pick<PrismaClient, 'emergencyGrant'>;

/** What waits for a judgement: over, and not judged. `living` still goes on and is judged afterwards. */
export type ReviewState = 'open' | 'active' | 'done';

export interface ReviewFilter {
  state: 'open' | 'done' | 'all';
  userId?: string | undefined;
  limit: number;
  now: Date;
}

/** Open ones first, the oldest of them on top: they have waited longest. What was judged follows, the latest first. */
export async function listReviews(
  db: Db,
  cipher: DataCipher,
  { state, userId, limit, now }: ReviewFilter,
): Promise<{ grants: Grant[]; isTruncated: boolean }> {
  const person = userId === undefined ? {} : { userId };
  const open =
    state === 'done'
      ? []
      : await db.emergencyGrant.findMany({
          where: { ...person, outcome: null },
          orderBy: { createdAt: 'asc' },
          take: limit + 1,
        });
  const done =
    state === 'open' || open.length > limit
      ? []
      : await db.emergencyGrant.findMany({
          where: { ...person, outcome: { not: null } },
          orderBy: { reviewedAt: 'desc' },
          take: limit + 1 - open.length,
        });
  const rows = [...open.filter((g) => isOver(g, now)), ...open.filter((g) => !isOver(g, now)), ...done];
  return { grants: rows.slice(0, limit).map((row) => opened(cipher, row)), isTruncated: rows.length > limit };
}

export const isOver = (
  { endedAt, expiresAt }: { endedAt: Date | null; expiresAt: Date },
  now: Date,
): boolean => endedAt !== null || expiresAt <= now;

/** The end of an access, past or to come. */
export const endOf = ({ endedAt, expiresAt }: { endedAt: Date | null; expiresAt: Date }): Date =>
  endedAt !== null && endedAt < expiresAt ? endedAt : expiresAt;

export const stateOf = (grant: Grant, now: Date): ReviewState =>
  grant.review ? 'done' : isOver(grant, now) ? 'open' : 'active';

/** Everything not judged yet, what still goes on included: the number on the officer's bell. */
export async function countOpen(db: Db): Promise<number> {
  return db.emergencyGrant.count({ where: { outcome: null } });
}

/** How a person used it before: uses and how many of them were judged unjustified. */
export async function usesOf(
  db: Db,
  userIds: readonly string[],
): Promise<Map<string, { uses: number; unjustified: number }>> {
  const rows = await db.emergencyGrant.groupBy({
    by: ['userId', 'outcome'],
    where: { userId: { in: [...userIds] } },
    _count: { _all: true },
  });
  const found = new Map<string, { uses: number; unjustified: number }>();
  for (const { userId, outcome, _count } of rows) {
    const known = found.get(userId) ?? { uses: 0, unjustified: 0 };
    found.set(userId, {
      uses: known.uses + _count._all,
      unjustified: known.unjustified + (outcome === 'not-justified' ? _count._all : 0),
    });
  }
  return found;
}

export interface Judgement {
  id: string;
  outcome: 'justified' | 'not-justified';
  opinionId: string | null;
  comment: string;
  by: { userId: string; userName: string };
  now: Date;
}

/** Once and for all: false when somebody else judged it meanwhile, or when it is the reviewer's own. */
export async function judge(
  db: Db,
  cipher: DataCipher,
  { id, outcome, opinionId, comment, by, now }: Judgement,
): Promise<boolean> {
  const { count } = await db.emergencyGrant.updateMany({
    where: { id, outcome: null, userId: { not: by.userId } },
    data: {
      outcome,
      opinionId,
      comment: cipher.encrypt(comment, commentContext(id)),
      reviewerId: by.userId,
      reviewerName: by.userName,
      reviewedAt: now,
    },
  });
  return count === 1;
}
