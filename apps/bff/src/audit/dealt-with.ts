import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../database/client.ts';
import type { Seal } from '../session/seal.ts';

type Db = Pick<PrismaClient, 'unusualDealt'>;

/** What was unusual, as the officer's page names it. */
export type Unusual =
  | { what: 'access'; userId: string; patientId: string; lastAt: string }
  | { what: 'volume'; userId: string; day: string; of: string; n: number }
  | { what: 'consent'; userId: string; seq: string };

/** Who looked into it and what they made of it; `note` is null when it cannot be opened. */
export interface DealtWith {
  note: string | null;
  by: string;
  at: string;
}

/** Later accesses of the same person to the same chart, and a day that went on, are to be looked at again. */
const subjectOf = (one: Unusual): { subject: string; seen: string } => {
  switch (one.what) {
    case 'access':
      return { subject: ['access', one.userId, one.patientId].join('|'), seen: one.lastAt };
    case 'volume':
      return {
        subject: ['volume', one.userId, one.day, one.of].join('|'),
        seen: String(one.n).padStart(9, '0'),
      };
    case 'consent':
      return { subject: ['consent', one.seq].join('|'), seen: '' };
  }
};
export const dealtContext = (id: string): string => `unusual_dealt|${id}|note`;

export async function dealWith(
  db: Db,
  seal: Seal,
  { one, note, by, now }: { one: Unusual; note: string; by: { userId: string; userName: string }; now: Date },
): Promise<void> {
  const id = randomUUID();
  const { subject, seen } = subjectOf(one);
  await db.unusualDealt.create({
    data: {
      id,
      subject,
      // nobody looks at what is yet to come
      seen: one.what === 'access' && seen > now.toISOString() ? now.toISOString() : seen,
      note: seal.seal(note, dealtContext(id)),
      byId: by.userId,
      byName: by.userName,
      at: now,
    },
  });
}

/** The latest word on each, in their order; null where there is none, or more has happened since. */
export async function dealtWith(db: Db, seal: Seal, all: readonly Unusual[]): Promise<(DealtWith | null)[]> {
  const subjects = all.map(subjectOf);
  const rows = await db.unusualDealt.findMany({
    where: { subject: { in: [...new Set(subjects.map((s) => s.subject))] } },
    orderBy: { at: 'asc' },
  });
  const latest = new Map(rows.map((row) => [row.subject, row]));
  return subjects.map(({ subject, seen }) => {
    const row = latest.get(subject);
    return row && row.seen >= seen
      ? { note: opened(seal, row.note, row.id), by: row.byName, at: row.at.toISOString() }
      : null;
  });
}

function opened(seal: Seal, note: Uint8Array, id: string): string | null {
  try {
    return seal.open(note, dealtContext(id));
  } catch {
    return null;
  }
}
