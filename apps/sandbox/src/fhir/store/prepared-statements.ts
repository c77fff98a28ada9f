import { parse, protocol, type PGlite } from '@electric-sql/pglite';
import type { Plan } from './driver.ts';

const { serialize } = protocol;
/** Statements kept; the same search with other values has the same text. */
const most = 400;

interface Prepared {
  name: string;
  types: number[];
}

/**
 * Queries as prepared statements. PGlite itself parses and plans each one anew, in five calls into WebAssembly: for a
 * search of a few rows that costs more than finding them. Here everything goes in one call, and PostgreSQL keeps the
 * plan, unless it is to be made for the values.
 */
export class PreparedStatements {
  readonly #db: PGlite;
  readonly #known = new Map<string, Prepared>();
  #last = 0;
  constructor(db: PGlite) {
    this.#db = db;
  }

  /** Throws PostgreSQL's error, with its code. */
  async query(sql: string, params: readonly unknown[], plan: Plan): Promise<Record<string, unknown>[]> {
    const { name, types } = this.#recent(sql) ?? (await this.#prepare(sql));
    const values = params.map((value, i) =>
      value === null || value === undefined
        ? null
        : (this.#db.serializers[types[i] ?? 0]?.(value) ?? String(value)),
    );
    try {
      const start = plan === 'kept' ? [] : [serialize.parse({ text: sql, types })],
        statement = plan === 'kept' ? name : '';
      const messages = await this.#send(
        ...start,
        serialize.bind({ statement, values }),
        serialize.describe({ type: 'P' }),
        serialize.execute(),
        serialize.sync(),
      );
      return parse.parseResults(messages, this.#db.parsers)[0]?.rows ?? [];
    } catch (error) {
      this.#known.delete(sql); // a plan that no longer fits the tables is made anew
      throw error;
    }
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
      if (this.#known.size < most) break;
      this.#known.delete(oldest);
      await this.#send(serialize.close({ type: 'S', name }), serialize.sync());
    }
    const name = `s${(this.#last += 1)}`;
    const messages = await this.#send(
      serialize.parse({ name, text: sql }),
      serialize.describe({ type: 'S', name }),
      serialize.sync(),
    );
    const prepared = { name, types: parse.parseDescribeStatementResults(messages) };
    this.#known.set(sql, prepared);
    return prepared;
  }

  async #send(...parts: Uint8Array[]): Promise<Parameters<typeof parse.parseResults>[0]> {
    return this.#db.execProtocolStream(Buffer.concat(parts), { syncToFs: false });
  }
}
