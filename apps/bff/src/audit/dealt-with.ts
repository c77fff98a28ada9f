import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../database/client.ts';
import { addDays, startOf } from '@keneyapp/fhir-model/hospital-days';
import type { DataCipher } from '../session/data-cipher.ts';

type Db = Pick<PrismaClient, 'unusualDealt'>;
type Trail = Pick<PrismaClient, 'auditEvent'>;

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
export const noteContext = (id: string): string => `unusual_dealt|${id}|note`;

/** As much of it as the trail has; null where there is nothing (yet): nobody looks into what is to come. */
export async function asRecorded({ auditEvent }: Trail, one: Unusual): Promise<Unusual | null> {
  const { userId } = one;
  switch (one.what) {
    case 'access': {
      const { patientId, lastAt } = one;
      const last = await auditEvent.findFirst({
        where: { userId, patientId },
        orderBy: { recordedAt: 'desc' },
        select: { recordedAt: true },
      });
      if (!last) return null;
      const seen = new Date(Math.min(Date.parse(lastAt), last.recordedAt.getTime()));
      return { ...one, lastAt: seen.toISOString() };
    }
    case 'volume': {
      const [gte, lt] = [startOf(one.day), startOf(addDays(one.day, 1))];
      const all = await auditEvent.count({ where: { userId, recordedAt: { gte, lt } } });
      return all === 0 ? null : { ...one, n: Math.min(one.n, all) };
    }
    case 'consent': {
      const row = await auditEvent.findUnique({
        where: { seq: BigInt(one.seq) },
        select: { userId: true, feature: true },
      });
      return row?.userId === userId && row.feature === 'consents' ? one : null;
    }
  }
}

export async function dealWith(
  db: Db,
  cipher: DataCipher,
  { one, note, by, now }: { one: Unusual; note: string; by: { userId: string; userName: string }; now: Date },
): Promise<void> {
  const id = randomUUID();
  const { subject, seen } = subjectOf(one);
  await db.unusualDealt.create({
    data: {
      id,
      subject,
      seen,
      note: cipher.encrypt(note, noteContext(id)),
      byId: by.userId,
      byName: by.userName,
      at: now,
    },
  });
}

/** The latest word on each, in their order; null where there is none, or more has happened since. */
export async function dealtWith(
  db: Db,
  cipher: DataCipher,
  all: readonly Unusual[],
): Promise<(DealtWith | null)[]> {
  const subjects = all.map(subjectOf);
  const rows = await db.unusualDealt.findMany({
    where: { subject: { in: [...new Set(subjects.map((s) => s.subject))] } },
    orderBy: { at: 'asc' },
  });
  const latest = new Map(rows.map((row) => [row.subject, row]));
  return subjects.map(({ subject, seen }) => {
    const row = latest.get(subject);
    return row && row.seen >= seen
      ? { note: opened(cipher, row.note, row.id), by: row.byName, at: row.at.toISOString() }
      : null;
  });
}

function opened(cipher: DataCipher, note: Uint8Array, id: string): string | null {
  try {
    return cipher.decrypt(note, noteContext(id));
  } catch {
    return null;
  }
}
