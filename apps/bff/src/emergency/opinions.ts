import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../database/client.ts';
import type { DataCipher } from '../session/data-cipher.ts';
import type { Grant } from './store.ts';

type Db = Pick<PrismaClient, 'emergencyOpinion'>;
type Row = NonNullable<Awaited<ReturnType<PrismaClient['emergencyOpinion']['findUnique']>>>;

export type Answer = 'needed' | 'not-needed';
/** What a doctor was asked about an emergency access, and what they said. `comment` is null when it cannot be opened. */
export interface Opinion extends Omit<Row, 'answer' | 'comment'> {
  answer: Answer | null;
  comment: string | null;
}

export const opinionContext = (id: string): string => `emergency_opinion|${id}|comment`;

/** Asked twice it is asked once: what was said stays. */
export async function askOpinion(
  db: Db,
  {
    grantId,
    practitioner,
    practitionerName,
    by,
    now,
  }: {
    grantId: string;
    practitioner: string;
    practitionerName: string;
    by: { userId: string; userName: string };
    now: Date;
  },
): Promise<void> {
  await db.emergencyOpinion.createMany({
    data: [
      {
        id: randomUUID(),
        grantId,
        practitioner,
        practitionerName,
        askedById: by.userId,
        askedByName: by.userName,
        askedAt: now,
      },
    ],
    skipDuplicates: true,
  });
}

export async function opinionsOf(db: Db, cipher: DataCipher, grantId: string): Promise<Opinion[]> {
  const rows = await db.emergencyOpinion.findMany({ where: { grantId }, orderBy: { askedAt: 'desc' } });
  return rows.map((row) => opened(cipher, row));
}

/** What this doctor was asked, what waits first. */
export async function askedOf(
  db: Db,
  cipher: DataCipher,
  practitioner: string,
  limit: number,
): Promise<Opinion[]> {
  const rows = await db.emergencyOpinion.findMany({
    where: { practitioner },
    orderBy: [{ answeredAt: { sort: 'desc', nulls: 'first' } }, { askedAt: 'desc' }],
    take: limit,
  });
  return rows.map((row) => opened(cipher, row));
}

export const countAsked = (db: Db, practitioner: string): Promise<number> =>
  db.emergencyOpinion.count({ where: { practitioner, answer: null } });

/** Once, by whom it was asked of: false when it was answered meanwhile, or asked of somebody else. */
export async function answerOpinion(
  db: Db,
  cipher: DataCipher,
  {
    id,
    practitioner,
    answer,
    comment,
    by,
    now,
  }: {
    id: string;
    practitioner: string;
    answer: Answer;
    comment: string;
    by: { userId: string; userName: string };
    now: Date;
  },
): Promise<boolean> {
  const { count } = await db.emergencyOpinion.updateMany({
    where: { id, practitioner, answer: null },
    data: {
      answer,
      comment: cipher.encrypt(comment, opinionContext(id)),
      answeredById: by.userId,
      answeredByName: by.userName,
      answeredAt: now,
    },
  });
  return count === 1;
}

interface Someone {
  userId: string;
  fhirUser: string | null;
}
/**
 * What a doctor said of this very access, who is neither the one whose access it was nor the one who closes the file; null
 * when nobody said anything.
 */
export async function answerOf(
  db: Db,
  { grant, by }: { grant: Pick<Grant, 'id' | 'userId' | 'fhirUser'>; by: Someone },
  id: string,
): Promise<Answer | null> {
  const row = await db.emergencyOpinion.findUnique({ where: { id } });
  if (row?.grantId !== grant.id) return null;
  const isOf = ({ userId, fhirUser }: Someone) =>
    row.answeredById === userId || row.practitioner === fhirUser;
  return isOf(grant) || isOf(by) ? null : answerIn(row.answer);
}

const answerIn = (text: string | null): Answer | null =>
  text === 'needed' || text === 'not-needed' ? text : null;

function opened(cipher: DataCipher, row: Row): Opinion {
  let comment: string | null = null;
  try {
    comment = row.comment && cipher.decrypt(row.comment, opinionContext(row.id));
  } catch {
    comment = null;
  }
  return { ...row, answer: answerIn(row.answer), comment };
}
