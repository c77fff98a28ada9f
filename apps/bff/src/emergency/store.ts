// Every statement about emergency accesses in one file: whoever writes such a row marks it, and who ends one unmarks it.
import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../database/client.ts';
import { isGrantAsWritten, markOfGrant } from './grant-mark.ts';
import type { AlteredRow } from '../session/row-marks.ts';
import type { DataCipher } from '../session/data-cipher.ts';
import { textDueAt } from './reason-state.ts';

type Db = Pick<PrismaClient, 'emergencyGrant' | 'emergencySuspension'>;
type Row = NonNullable<Awaited<ReturnType<PrismaClient['emergencyGrant']['findUnique']>>>;

interface Grantee {
  userId: string;
  userName: string;
  role: string;
  fhirUser: string | null;
}
/**
 * What was asked for and what became of it. `reason` and `comment` are null when they cannot be opened (the key was
 * changed); `reasonGivenAt` null: a vital emergency whose text has not come yet.
 */
export interface Grant extends Grantee {
  id: string;
  patientId: string;
  kind: string;
  /** Why the chart was closed. */
  denial: string;
  reason: string | null;
  reasonGivenAt: Date | null;
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

/**
 * The emergency access a person holds on a patient at this moment. Asked on every request: one indexed row. One that was made
 * or changed beside us is none; it is ended and told.
 */
export async function activeGrant(
  db: Db,
  cipher: DataCipher,
  { userId, patientId, now }: { userId: string; patientId: string; now: Date },
  onAltered: (row: AlteredRow) => Promise<void> = () => Promise.resolve(),
): Promise<{ id: string; patientId: string; expiresAt: Date } | null> {
  const row = await db.emergencyGrant.findFirst({
    where: { userId, patientId, endedAt: null, expiresAt: { gt: now } },
    orderBy: { createdAt: 'desc' },
  });
  if (row === null) return null;
  if (isGrantAsWritten(cipher, row))
    return { id: row.id, patientId: row.patientId, expiresAt: row.expiresAt };
  const { count } = await db.emergencyGrant.updateMany({
    where: { id: row.id, endedAt: null },
    data: { endedAt: now },
  });
  const how = row.rowMark === null ? 'unmarked' : 'altered';
  if (count === 1)
    await onAltered({ table: 'emergency_grant', id: row.id, how, userId, userName: row.userName, patientId });
  return null;
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

export const reasonContext = (id: string): string => `emergency_grant|${id}|reason`;
export const commentContext = (id: string): string => `emergency_grant|${id}|comment`;

export interface GrantWish {
  person: Grantee;
  patientId: string;
  kind: string;
  denial: string;
  /** Null: a vital emergency, whose text follows. */
  reason: string | null;
  minutes: number;
  now: Date;
}

/** However often it is prolonged, no access is longer. */
const longestMs = 24 * 3_600_000;
/** Given back and asked for again once, it is another access; from the third time on the last one goes on. */
const maxInARow = 2;
/** What was said for it, each time, together. */
const maxText = 12_000;

/**
 * Opens an access, or prolongs the one that is open (two clicks, two windows, asked again): there is one of a person and
 * a chart. Given back and asked for over and over, it is not opened anew each time: what is to be reviewed is one thing.
 * `hasOpened` tells whether the chart was closed before.
 */
export async function openGrant(
  db: Db,
  cipher: DataCipher,
  wish: GrantWish,
  onAltered?: (row: AlteredRow) => Promise<void>,
): Promise<{ grant: Grant; hasOpened: boolean }> {
  const { person, patientId, kind, denial, reason, minutes, now } = wish;
  const { userId } = person;
  await closeRunOut(db, { userId, patientId }, now);
  await activeGrant(db, cipher, { userId, patientId, now }, onAltered); // one that was altered is not prolonged
  const resumed = await resume(db, cipher, wish);
  if (resumed) return { grant: await prolong(db, cipher, resumed, wish), hasOpened: true };
  const id = randomUUID();
  const expiresAt = new Date(now.getTime() + minutes * 60_000);
  const { count } = await db.emergencyGrant.createMany({
    data: [
      {
        id,
        ...person,
        rowMark: markOfGrant(cipher, { id, ...person, patientId, createdAt: now, expiresAt }),
        patientId,
        kind,
        denial,
        reason: reason === null ? null : cipher.encrypt(reason, reasonContext(id)),
        reasonGivenAt: reason === null ? null : now,
        createdAt: now,
        expiresAt,
      },
    ],
    skipDuplicates: true,
  });
  const row = await db.emergencyGrant.findFirst({
    where: count === 1 ? { id } : { userId, patientId, endedAt: null },
    orderBy: { createdAt: 'desc' },
  });
  if (!row) throw new Error('the emergency access ended while it was opened');
  if (count === 1) return { grant: opened(cipher, row), hasOpened: true };
  return { grant: await prolong(db, cipher, row, wish), hasOpened: false };
}

/** The last of several in a row that were given back before their time, open again; null where none is to go on. */
async function resume(
  db: Db,
  cipher: DataCipher,
  { person: { userId }, patientId, reason, now }: GrantWish,
): Promise<Row | null> {
  const row = await db.emergencyGrant.findMany({
    where: { userId, patientId, createdAt: { gt: new Date(now.getTime() - longestMs) } },
    orderBy: { createdAt: 'desc' },
    take: maxInARow,
  });
  const [last] = row;
  if (
    !last ||
    row.length < maxInARow ||
    last.endedAt === null ||
    last.expiresAt <= now ||
    last.outcome !== null
  )
    return null;
  if ((opened(cipher, last).reason ?? '').length + (reason ?? '').length > maxText) return null;
  // what an ended one says of its end is marked no more, so it counts from now
  const again = { endedAt: null, expiresAt: now, rowMark: markOfGrant(cipher, { ...last, expiresAt: now }) };
  const { count } = await db.emergencyGrant.updateMany({
    where: { id: last.id, outcome: null, endedAt: { not: null } },
    data: again,
  });
  return count === 1 ? { ...last, ...again } : null;
}

/** From now on for its time again; what is said now stands beside what was said before. */
async function prolong(
  db: Db,
  cipher: DataCipher,
  row: Row,
  { reason, minutes, now }: GrantWish,
): Promise<Grant> {
  const grant = opened(cipher, row);
  // without its text it goes on until the text is due, and no longer
  const isExplained = reason !== null || grant.reasonGivenAt !== null;
  const latest = isExplained ? grant.createdAt.getTime() + longestMs : textDueAt(grant).getTime();
  const expiresAt = new Date(
    Math.max(grant.expiresAt.getTime(), Math.min(now.getTime() + minutes * 60_000, latest)),
  );
  const before = grant.reason ?? '';
  const isSaid = reason === null || before.includes(reason) || before.length + reason.length > maxText;
  const text = isSaid ? grant.reason : [before, reason].filter(Boolean).join('\n\n');
  const reasonGivenAt = grant.reasonGivenAt ?? (isSaid ? null : now);
  await db.emergencyGrant.updateMany({
    where: { id: row.id, endedAt: null },
    data: {
      expiresAt,
      rowMark: markOfGrant(cipher, { ...row, expiresAt }),
      reasonGivenAt,
      ...(isSaid || text === null ? {} : { reason: cipher.encrypt(text, reasonContext(row.id)) }),
    },
  });
  return { ...grant, expiresAt, reason: text, reasonGivenAt };
}

/** The text of a vital emergency, once; false when it is there already, or the access is somebody else's. */
export async function explainGrant(
  db: Db,
  cipher: DataCipher,
  {
    id,
    userId,
    patientId,
    reason,
    now,
  }: { id: string; userId: string; patientId: string; reason: string; now: Date },
): Promise<boolean> {
  const { count } = await db.emergencyGrant.updateMany({
    where: { id, userId, patientId, reasonGivenAt: null },
    data: { reason: cipher.encrypt(reason, reasonContext(id)), reasonGivenAt: now },
  });
  return count === 1;
}

/** Accesses of this person whose text is waited for: until it is there, or the access was judged without. */
export async function awaitedTexts(
  db: Db,
  userId: string,
): Promise<{ id: string; patientId: string; createdAt: Date }[]> {
  return db.emergencyGrant.findMany({
    where: { userId, reasonGivenAt: null, outcome: null },
    orderBy: { createdAt: 'asc' },
    take: 20,
    select: { id: true, patientId: true, createdAt: true },
  });
}

/** Whether a text of this person about this chart is overdue: until it is there, the chart opens with a text alone. */
export async function owesText(
  db: Db,
  { userId, patientId, now }: { userId: string; patientId: string; now: Date },
): Promise<boolean> {
  const waiting = await db.emergencyGrant.findMany({
    where: { userId, patientId, reasonGivenAt: null, outcome: null },
    select: { createdAt: true },
  });
  return waiting.some((grant) => textDueAt(grant) <= now);
}

/** Ends what this person holds on a patient and gives its id; null when there was nothing. */
export async function endGrant(
  db: Db,
  { userId, patientId, now }: { userId: string; patientId: string; now: Date },
): Promise<string | null> {
  await closeRunOut(db, { userId, patientId }, now);
  const where = { userId, patientId, endedAt: null };
  const active = await db.emergencyGrant.findFirst({ where, select: { id: true } });
  if (active) await db.emergencyGrant.updateMany({ where, data: { endedAt: now, rowMark: null } });
  return active?.id ?? null;
}

/** Ends everything this person holds and gives the patients: breaking the glass was taken away. */
export async function endAllGrants(db: Db, userId: string, now: Date): Promise<string[]> {
  await closeRunOut(db, { userId }, now);
  const active = await db.emergencyGrant.findMany({
    where: { userId, endedAt: null },
    select: { patientId: true },
  });
  await db.emergencyGrant.updateMany({
    where: { userId, endedAt: null },
    data: { endedAt: now, rowMark: null },
  });
  return active.map((g) => g.patientId);
}

/** What has run out ended when it ran out, not when somebody looked. */
async function closeRunOut(db: Db, of: { userId: string; patientId?: string }, now: Date): Promise<void> {
  const over = await db.emergencyGrant.findMany({
    where: { ...of, endedAt: null, expiresAt: { lte: now } },
    select: { id: true, expiresAt: true },
  });
  for (const { id, expiresAt } of over)
    await db.emergencyGrant.updateMany({
      where: { id, endedAt: null },
      data: { endedAt: expiresAt, rowMark: null },
    });
}

export async function readGrant(db: Db, cipher: DataCipher, id: string): Promise<Grant | null> {
  const row = await db.emergencyGrant.findUnique({ where: { id } });
  return row && opened(cipher, row);
}

/** Newest first. */
export async function grantsOf(db: Db, cipher: DataCipher, userId: string, limit = 100): Promise<Grant[]> {
  return (
    await db.emergencyGrant.findMany({ where: { userId }, orderBy: { createdAt: 'desc' }, take: limit })
  ).map((row) => opened(cipher, row));
}

export function opened(cipher: DataCipher, row: Row): Grant {
  const text = (sealed: Uint8Array | null, context: string): string | null => {
    try {
      return sealed && cipher.decrypt(sealed, context);
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
    reasonGivenAt: row.reasonGivenAt,
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
