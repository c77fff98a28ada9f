import { noteContext } from './audit/dealt-with.ts';
import type { PrismaClient } from './database/client.ts';
import { opinionContext } from './emergency/opinions.ts';
import { commentContext, reasonContext } from './emergency/store.ts';
import { liftContext } from './emergency/suspension.ts';
import { draftContext, type DraftKey } from './session/contexts.ts';
import { tokensContext } from './session/refresh.ts';
import { isGrantAsWritten, markOfGrant } from './emergency/grant-mark.ts';
import { isSessionAsWritten, markOfSession } from './session/row-marks.ts';
import type { DataCipher } from './session/data-cipher.ts';
import { mergeContext, partContext } from './merging/records.ts';
import { sendingContext } from './writing/intents.ts';

type Db = PrismaClient;
interface Row extends DraftKey {
  id: string;
  sealed: Uint8Array;
}
/** Every column that holds something sealed; `place` names what else its context is made of. */
const columns = [
  { table: 'session', column: 'tokens', context: ({ id }: Row) => tokensContext(id), place: '' },
  {
    table: 'draft',
    column: 'content',
    context: (row: Row) => draftContext(row),
    place: ', user_id AS "userId", patient_id AS "patientId", form, base',
  },
  { table: 'emergency_grant', column: 'reason', context: ({ id }: Row) => reasonContext(id), place: '' },
  { table: 'emergency_grant', column: 'comment', context: ({ id }: Row) => commentContext(id), place: '' },
  {
    table: 'emergency_suspension',
    column: 'lift_reason',
    context: ({ id }: Row) => liftContext(id),
    place: '',
  },
  { table: 'emergency_opinion', column: 'comment', context: ({ id }: Row) => opinionContext(id), place: '' },
  { table: 'chart_sending', column: 'content', context: ({ id }: Row) => sendingContext(id), place: '' },
  { table: 'patient_merge', column: 'content', context: ({ id }: Row) => mergeContext(id), place: '' },
  { table: 'patient_merge_part', column: 'content', context: ({ id }: Row) => partContext(id), place: '' },
  { table: 'unusual_dealt', column: 'note', context: ({ id }: Row) => noteContext(id), place: '' },
] as const;
/** By name, for whoever adds one. @public */
export const encryptedColumns = columns.map(({ table, column }) => `${table}.${column}`);
const atOnce = 100;

export interface Reencrypted {
  /** Sealed again with the key that writes. */
  done: number;
  /** Sealed with a key that is not here, or changed: left as they are. */
  unreadable: number;
}

/** Seals again, and marks again, what an older key did. May run beside everything else, and in several processes at a time. */
async function reencryptAll(db: Db, cipher: DataCipher): Promise<Reencrypted> {
  const result: Reencrypted = { done: 0, unreadable: 0 };
  for (const one of columns) await reencryptColumn(db, cipher, one, result);
  await remark(db, cipher, result);
  return result;
}

async function reencryptColumn(
  db: Db,
  cipher: DataCipher,
  { table, column, context, place }: (typeof columns)[number],
  result: Reencrypted,
): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    // names of tables and columns are those above; values are parameters
    const rows = await db.$queryRawUnsafe<Row[]>(
      `SELECT id::text AS id, ${column} AS sealed${place} FROM ${table}
       WHERE id > $1::uuid AND ${column} IS NOT NULL AND substring(${column} from 1 for ${cipher.prefix.length}) <> $2
       ORDER BY id LIMIT ${atOnce}`,
      after,
      cipher.prefix,
    );
    for (const row of rows) {
      let text: string;
      try {
        text = cipher.decrypt(row.sealed, context(row));
      } catch {
        result.unreadable += 1;
        continue;
      }
      // only over what was read: what somebody saved meanwhile stands
      result.done += await db.$executeRawUnsafe(
        `UPDATE ${table} SET ${column} = $1 WHERE id = $2::uuid AND ${column} = $3`,
        cipher.encrypt(text, context(row)),
        row.id,
        row.sealed,
      );
    }
    const last = rows.at(-1);
    if (!last || rows.length < atOnce) return;
    after = last.id;
  }
}

/** Rows whose mark is not right are not marked: they stay what they are. */
async function remark(db: Db, cipher: DataCipher, result: Reencrypted): Promise<void> {
  const isOld = (mark: Uint8Array | null): boolean => mark !== null && !cipher.isCurrent(mark);
  for (const row of await db.session.findMany()) {
    if (!isOld(row.rowMark)) continue;
    if (!isSessionAsWritten(cipher, row)) result.unreadable += 1;
    else {
      const { count } = await db.session.updateMany({
        where: { id: row.id, rowMark: row.rowMark },
        data: { rowMark: markOfSession(cipher, row) },
      });
      result.done += count;
    }
  }
  for (const row of await db.emergencyGrant.findMany({ where: { endedAt: null } })) {
    if (!isOld(row.rowMark)) continue;
    if (!isGrantAsWritten(cipher, row)) result.unreadable += 1;
    else {
      const { count } = await db.emergencyGrant.updateMany({
        where: { id: row.id, rowMark: row.rowMark },
        data: { rowMark: markOfGrant(cipher, row) },
      });
      result.done += count;
    }
  }
}

const everyMs = 10 * 60_000;
/** After a failure: the database may have been away for a moment. */
const againMs = 5_000;

/** While there are old keys: everything is sealed again at the start and looked through every ten minutes. */
export class Reencryption {
  readonly #options: { db: Db; cipher: DataCipher; onError: (error: unknown) => void };
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #left: Reencrypted | null = null;

  constructor(options: { db: Db; cipher: DataCipher; onError: (error: unknown) => void }) {
    this.#options = options;
  }

  start(): this {
    void this.#turn();
    return this;
  }
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** What `/api/health` says: old keys may go when it says nothing but that they are still there. */
  warnings(): string[] {
    if (this.#left === null) return ['data-keys-old-in-use'];
    if (this.#left.unreadable > 0) return ['data-keys-old-not-all'];
    return this.#left.done > 0 ? ['data-keys-old-in-use'] : ['data-keys-old-unused'];
  }

  async #turn(): Promise<void> {
    const { db, cipher, onError } = this.#options;
    let waitMs = everyMs;
    try {
      const first = await reencryptAll(db, cipher);
      // what another process sealed with the older key while this one looked
      this.#left = first.done > 0 ? await reencryptAll(db, cipher) : first;
    } catch (error) {
      waitMs = againMs;
      if (!this.#isStopped) onError(error);
    }
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.#turn(), waitMs).unref();
  }
}
