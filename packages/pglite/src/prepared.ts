import { parse, protocol, types, type PGlite, type Results } from '@electric-sql/pglite';

/** Cells are PostgreSQL's texts. */
export type RawResult = Results<(string | null)[]>;

const { serialize } = protocol;
const asText = (text: string) => text;
/** Statements kept prepared: more than the application has, so that generated ones without end do not fill the memory. */
const mostKept = 300;

/**
 * Queries of PGlite that are planned once: PGlite's own `query` sends six messages for each and plans anew, which costs
 * more than most of our statements. From the second time on a statement is prepared, and sent as one message.
 */
export class PreparedStatements {
  readonly #db: PGlite;
  readonly #kept = new Map<string, { name: string; parameterTypes: number[] } | 'seen once'>();
  #last = 0;
  /** Whoever asks has parsers of their own, which cannot be sent to a thread. */
  readonly reading;
  constructor(db: PGlite) {
    this.#db = db;
    this.reading = {
      rowMode: 'array' as const,
      parsers: Object.fromEntries(Object.keys(db.parsers).map((type) => [type, asText])),
    };
  }

  async query(sql: string, values: readonly unknown[]): Promise<RawResult> {
    const kept = this.#kept.get(sql);
    // the last used ones last
    this.#kept.delete(sql);
    if (kept === undefined) {
      const result = await this.#db.query<(string | null)[]>(sql, [...values], this.reading);
      this.#kept.set(sql, 'seen once');
      return result;
    }
    const statement = kept === 'seen once' ? await this.#prepare(sql) : kept;
    this.#kept.set(sql, statement);
    await this.#dropOldest();
    const { messages } = await this.#db.execProtocol(
      joined(
        serialize.bind({
          statement: statement.name,
          values: values.map((value, i) => this.#serialized(value, statement.parameterTypes[i])),
        }),
        serialize.describe({ type: 'P' }),
        serialize.execute({}),
        serialize.sync(),
      ),
    );
    return parse.parseResults(messages, this.reading.parsers, { rowMode: 'array' })[0] as RawResult;
  }

  /** After scripts, which may change what a statement gives: PostgreSQL refuses plans that were made for other columns. */
  forget(): void {
    this.#kept.clear();
  }

  async #prepare(sql: string) {
    const name = `s${(this.#last += 1)}`;
    const { messages } = await this.#db.execProtocol(
      joined(serialize.parse({ name, text: sql }), serialize.describe({ type: 'S', name }), serialize.sync()),
    );
    return { name, parameterTypes: parse.parseDescribeStatementResults(messages) };
  }

  async #dropOldest(): Promise<void> {
    if (this.#kept.size <= mostKept) return;
    const [oldest] = this.#kept;
    if (!oldest) return;
    const [sql, statement] = oldest;
    this.#kept.delete(sql);
    if (statement === 'seen once') return;
    await this.#db.execProtocol(
      joined(serialize.close({ type: 'S', name: statement.name }), serialize.sync()),
    );
  }

  /** As PGlite itself does; bytes go as bytes. */
  #serialized(value: unknown, type: number | undefined): string | Uint8Array | null {
    if (value === null || value === undefined) return null;
    if (type === types.BYTEA && value instanceof Uint8Array) return value;
    const serializer = this.#db.serializers[type ?? types.TEXT];
    return serializer ? serializer(value) : String(value as { toString(): string });
  }
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
