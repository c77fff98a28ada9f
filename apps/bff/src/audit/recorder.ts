import type { Database } from '../database/client.ts';
import { asRows } from '../events/append.ts';
import type { DomainEvent } from '../events/schemas.ts';
import type { AuditEntry, AuditRecorder } from './audit.ts';
import { recordOf, type AuditRecord } from './record.ts';

/** Records that go into the database together; more wait for the next turn. */
const maxAtOnce = 200;

/** A group of records that is durable now. */
export interface Appended {
  firstSeq: bigint;
  lastSeq: bigint;
  lastHash: Uint8Array;
}
interface Waiting {
  record: AuditRecord;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * The trail in the BFF's own database. Records that come while one is being written go in together: one statement, one
 * commit, acknowledged after it. audit_append() numbers and chains them, one process at a time.
 */
export class DatabaseAuditRecorder implements AuditRecorder {
  readonly #database: Pick<Database, 'rows'>;
  readonly #now: () => Date;
  readonly #appended: (group: Appended) => void;
  #waiting: Waiting[] = [];
  #isWriting = false;
  constructor(
    database: Pick<Database, 'rows'>,
    now: () => Date = () => new Date(),
    appended: (group: Appended) => void = () => {},
  ) {
    this.#database = database;
    this.#now = now;
    this.#appended = appended;
  }

  record(entry: AuditEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record: recordOf(entry, this.#now()), resolve, reject });
      // after what else is recorded in this turn
      if (!this.#isWriting) {
        this.#isWriting = true;
        queueMicrotask(() => void this.#write());
      }
    });
  }

  /**
   * In one statement with what it tells of (`sql`, an INSERT … RETURNING a column `id`), what goes with it (`also`) and the
   * events that follow: all of it is done, or nothing.
   * @returns whether the cause added a row; where it did not, nothing is recorded
   */
  async recordWith(
    database: Pick<Database, 'rows'>,
    cause: { sql: string; also: string; values: readonly unknown[] },
    entry: AuditEntry,
    events: readonly DomainEvent[] = [],
  ): Promise<boolean> {
    const record = cause.values.length + 1;
    // each by the row of the one before, so that a function is called after it and only then; events last, as they ask for
    const [row] = await database.rows(
      `WITH cause AS (${cause.sql}), also AS (${cause.also}) SELECT a.first_seq, a.last_seq, a.last_hash, e.added FROM cause
       CROSS JOIN LATERAL audit_append(CASE WHEN cause.id IS NOT NULL THEN $${record}::text::json END) a
       CROSS JOIN LATERAL events.append(CASE WHEN a.first_seq IS NOT NULL THEN $${record + 1}::text::json END) AS e(added)`,
      [...cause.values, JSON.stringify([recordOf(entry, this.#now())]), asRows(events)],
    );
    if (row) this.#appended(appendedOf(row));
    return row !== undefined;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) await this.#writeGroup(this.#waiting.splice(0, maxAtOnce));
    this.#isWriting = false;
  }

  async #writeGroup(group: Waiting[]): Promise<void> {
    try {
      const appended = await append(
        (sql, values) => this.#database.rows(sql, values),
        group.map(({ record }) => record),
      );
      for (const { resolve } of group) resolve();
      this.#appended(appended);
    } catch (error) {
      // the database said no, so nothing of the group is in: one that cannot be written must not take the others along
      if (group.length > 1 && isRefusal(error)) for (const one of group) await this.#writeGroup([one]);
      else for (const { reject } of group) reject(error);
    }
  }
}

async function append(rows: Database['rows'], records: readonly AuditRecord[]): Promise<Appended> {
  const [row] = await rows('SELECT first_seq, last_seq, last_hash FROM audit_append($1::text::json)', [
    JSON.stringify(records),
  ]);
  if (!row) throw new Error('audit_append answered nothing');
  return appendedOf(row);
}

const appendedOf = (row: Record<string, unknown>): Appended => ({
  firstSeq: BigInt(row['first_seq'] as bigint | number | string),
  lastSeq: BigInt(row['last_seq'] as bigint | number | string),
  lastHash: row['last_hash'] as Uint8Array,
});

/** The statement was answered with an error (a SQLSTATE), as opposed to a connection that was lost (08…, 57P…, or a name of the system: EPIPE has five letters too), after which nobody knows. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^(?!08|57P)(?:[0-9][0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/.test(error.code);
