import { z } from 'zod';
import type { PrismaClient } from '../../database/client.ts';
import { readSetting, writeSetting, type Author, type Stored } from '../../settings/store.ts';

/** How often, among whom: names of units and professions, never of people. */
const counts = z.record(z.string(), z.number().int().nonnegative());
const ofRule = z.object({
  rule: z.string(),
  level: z.enum(['blocks', 'needs-reason', 'informs']),
  /** Signatures that it would have interrupted, or informed. */
  signatures: z.number().int(),
  orders: z.number().int(),
  byUnit: counts,
  byProfession: counts,
});
const run = z.object({
  id: z.string(),
  /** `interrupted` is what nobody goes on with any more: read from when it last said that it lives. */
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  startedAt: z.iso.datetime(),
  startedBy: z.string(),
  days: z.number().int(),
  beatAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  patients: z.object({ all: z.number().int(), done: z.number().int() }),
  seen: z.object({ signatures: z.number().int(), orders: z.number().int() }),
  /** There were more orders than are read at a time. */
  isPartial: z.boolean(),
  /** Signatures of which something was not judged, by what. */
  notJudged: counts,
  rules: z.array(ofRule),
});
export type Rehearsal = z.output<typeof run>;
export type RehearsedRule = z.output<typeof ofRule>;

const [name, cancelName] = ['rule-rehearsal', 'rule-rehearsal-cancel'];
const schema = z.object({ run: run.nullable() });
type Db = Pick<PrismaClient, 'setting'>;

export const storedRehearsal = (db: Db): Promise<Stored<{ run: Rehearsal | null }>> =>
  readSetting(db, name, schema, { run: null });
/** False where somebody else began one meanwhile. */
export const saveRehearsal = (db: Db, value: Rehearsal, version: number, author: Author): Promise<boolean> =>
  writeSetting(db, name, { run: value }, version, author);

const cancelSchema = z.object({ id: z.string() });
/** False of any but the latest one; one that has ended stays as it ended. */
export async function cancelRehearsal(db: Db, id: string, author: Author): Promise<boolean> {
  const { run: latest } = (await storedRehearsal(db)).value;
  if (latest?.id !== id) return false;
  const { version } = await readSetting(db, cancelName, cancelSchema, { id: '' });
  return writeSetting(db, cancelName, { id }, version, author);
}
export const isCancelled = async (db: Db, id: string): Promise<boolean> =>
  (await readSetting(db, cancelName, cancelSchema, { id: '' })).value.id === id;

/** How often a run says that it lives, and how long nothing may be heard of it. */
export const beatMs = 15_000;
const staleMs = 4 * beatMs;
/** Whether it goes on: a process that ended takes its run along. */
export const isRunning = ({ state, beatAt }: Rehearsal, now: number): boolean =>
  state === 'running' && now - Date.parse(beatAt) < staleMs;
