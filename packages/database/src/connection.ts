export type Row = Record<string, unknown>;

/** Runs one statement; `$n` stand for the values, which are those of the driver: cast in the statement. */
export type Rows = (sql: string, values?: unknown[]) => Promise<Row[]>;

/** One connection inside a transaction. `script` may hold several statements. */
export interface Connection {
  rows: Rows;
  script(sql: string): Promise<unknown>;
}

/** Runs `work` in a transaction: all of it, or none where it rejects. */
export type Transaction = <T>(work: (connection: Connection) => Promise<T>) => Promise<T>;

/** PostgreSQL, or PGlite: what our own statements need of either. */
export interface SqlDatabase {
  rows: Rows;
  transaction: Transaction;
  /** Hears what `pg_notify` says on a channel from now on, through lost connections too (messages sent meanwhile are missed). */
  listen(channel: string, onPayload: (payload: string) => void): Promise<void>;
}
