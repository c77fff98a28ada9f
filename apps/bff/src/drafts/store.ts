import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../database/client.ts';
import { draftContext, type DraftKey } from '../session/contexts.ts';
import type { DataCipher } from '../session/data-cipher.ts';
import { changedMeanwhile } from '../writing/outcome-errors.ts';

/** Long enough for a week-end off, short enough that nothing lingers. */
const lifeMs = 7 * 24 * 3_600_000;
/** Drafts of one person; the oldest gives way. */
const maxDrafts = 50;

/** `content` is the JSON of the form, as it was saved. */
export interface DraftView {
  patientId: string;
  form: string;
  base: string;
  counter: number;
  content: string;
  updatedAt: string;
  expiresAt: string;
}
export interface DraftSavedView {
  counter: number;
  updatedAt: string;
  expiresAt: string;
}
/** The place of a form that belongs to no chart: settings, a review, a reason. */
export const ofNoChart = '';
type Db = Pick<PrismaClient, 'draft'>;

export async function readDraft(db: Db, cipher: DataCipher, draft: DraftKey): Promise<DraftView | null> {
  const row = await db.draft.findUnique({ where: { userId_patientId_form_base: draft } });
  if (!row || row.expiresAt <= new Date()) return null;
  const { patientId, form, base, counter, updatedAt, expiresAt } = row;
  return {
    patientId,
    form,
    base,
    counter,
    content: open(cipher, row.content, draft),
    updatedAt: updatedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

/** A draft that cannot be opened (the key was changed) is an empty form, not a broken page. */
function open(cipher: DataCipher, content: Uint8Array, draft: DraftKey): string {
  try {
    return cipher.decrypt(content, draftContext(draft));
  } catch {
    return '{}';
  }
}

/** Saves over the version the tab has seen. Throws `changed meanwhile` when another tab was faster, or discarded it. */
export async function saveDraft(
  db: Db,
  cipher: DataCipher,
  draft: DraftKey,
  content: string,
  counter: number,
): Promise<DraftSavedView> {
  const updatedAt = new Date();
  const expiresAt = new Date(updatedAt.getTime() + lifeMs);
  const sealed = cipher.encrypt(content, draftContext(draft));
  if (counter === 0) await create(db, draft, sealed, updatedAt, expiresAt);
  else {
    const { count } = await db.draft.updateMany({
      where: { ...draft, counter },
      data: { content: sealed, counter: counter + 1, updatedAt, expiresAt },
    });
    if (count === 0) throw changedMeanwhile();
  }
  return { counter: counter + 1, updatedAt: updatedAt.toISOString(), expiresAt: expiresAt.toISOString() };
}

/** Only where there is none; an expired one makes room. */
async function create(
  db: Db,
  draft: DraftKey,
  content: Uint8Array<ArrayBuffer>,
  updatedAt: Date,
  expiresAt: Date,
): Promise<void> {
  await db.draft.deleteMany({ where: { ...draft, expiresAt: { lte: updatedAt } } });
  const { count } = await db.draft.createMany({
    data: [{ id: randomUUID(), ...draft, content, counter: 1, updatedAt, expiresAt }],
    skipDuplicates: true,
  });
  if (count === 0) throw changedMeanwhile();
  const surplus = await db.draft.findMany({
    where: { userId: draft.userId },
    orderBy: { updatedAt: 'desc' },
    skip: maxDrafts,
    select: { id: true },
  });
  if (surplus.length > 0) await db.draft.deleteMany({ where: { id: { in: surplus.map((d) => d.id) } } });
}

export async function discardDraft(db: Db, draft: DraftKey): Promise<void> {
  await db.draft.deleteMany({ where: draft });
}

export interface DraftHead {
  patientId: string;
  form: string;
  base: string;
  updatedAt: Date;
  expiresAt: Date;
}

/** What waits for this person in charts, newest first; sweeps what has expired, of anybody. */
export async function listDrafts(db: Db, userId: string): Promise<DraftHead[]> {
  await db.draft.deleteMany({ where: { expiresAt: { lte: new Date() } } });
  return db.draft.findMany({
    where: { userId, patientId: { not: ofNoChart } },
    orderBy: { updatedAt: 'desc' },
    select: { patientId: true, form: true, base: true, updatedAt: true, expiresAt: true },
  });
}
