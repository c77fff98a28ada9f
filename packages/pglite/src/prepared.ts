import { parse, protocol, types, type PGlite } from '@electric-sql/pglite';

const { serialize } = protocol;
/** Statements kept; the same statement with other values has the same text. */
const maxKept = 400;
/** PostgreSQL's "cached plan must not change result type": a script has changed its tables meanwhile. */
const planNoLongerFits = '0A000';

interface Prepared {
  name: string;
  parameterTypes: number[];
}
type Messages = Parameters<typeof parse.parseResults>[0];
/** `each`: planned anew each time, where the best plan depends on the values. */
export type Plan = 'kept' | 'each';

/**
 * Queries as prepared statements. PGlite itself parses and plans each one anew, in five calls into WebAssembly: for most of
 * our statements that costs more than their work. Here everything goes in one call, and PostgreSQL keeps the plan.
 */
export class PreparedStatements {
  readonly #db: PGlite;
  readonly #known = new Map<string, Prepared>();
  #last = 0;
  constructor(db: PGlite) {
    this.#db = db;
  }

  /** What PostgreSQL answers, for `parse.parseResults`. Throws PostgreSQL's error, with its code. */
  async query(sql: string, values: readonly unknown[], plan: Plan = 'kept'): Promise<Messages> {
    const { name, parameterTypes } = this.#recent(sql) ?? (await this.#prepare(sql));
    const bound = values.map((value, i) => this.#serialized(value, parameterTypes[i]));
    const isKept = plan === 'kept';
    try {
      return await this.#send(
        ...(isKept ? [] : [serialize.parse({ text: sql, types: parameterTypes })]),
        serialize.bind({ statement: isKept ? name : '', values: bound }),
        serialize.describe({ type: 'P' }),
        serialize.execute(),
        serialize.sync(),
      );
    } catch (error) {
      if ((error as { code?: unknown }).code === planNoLongerFits) await this.#forget(sql, name);
      throw error;
    }
  }

  /** After scripts, which may change what a statement gives. Outside of a transaction that has failed. */
  async forgetAll(): Promise<void> {
    for (const [sql, { name }] of [...this.#known]) await this.#forget(sql, name);
  }

  #recent(sql: string): Prepared | undefined {
    const found = this.#known.get(sql);
    if (found) {
      this.#known.delete(sql);
      this.#known.set(sql, found);
    }
    return found;
  }

  async #prepare(sql: string): Promise<Prepared> {
    for (const [oldest, { name }] of this.#known) {
      if (this.#known.size < maxKept) break;
      await this.#forget(oldest, name);
    }
    const name = `s${(this.#last += 1)}`;
    const messages = await this.#send(
      serialize.parse({ name, text: sql }),
      serialize.describe({ type: 'S', name }),
      serialize.sync(),
    );
    const prepared = { name, parameterTypes: parse.parseDescribeStatementResults(messages) };
    this.#known.set(sql, prepared);
    return prepared;
  }

  async #forget(sql: string, name: string): Promise<void> {
    this.#known.delete(sql);
    await this.#send(serialize.close({ type: 'S', name }), serialize.sync());
  }

  /** As PGlite itself does; bytes go as bytes. */
  #serialized(value: unknown, type: number | undefined): string | Uint8Array | null {
    if (value === null || value === undefined) return null;
    if (type === types.BYTEA && value instanceof Uint8Array) return value;
    return this.#db.serializers[type ?? 0]?.(value) ?? String(value as { toString(): string });
  }

  #send(...parts: Uint8Array[]): Promise<Messages> {
    return this.#db.execProtocolStream(Buffer.concat(parts), { syncToFs: false });
  }
}
