/** A row as both engines give it: bigint columns as numbers, json never used, text as strings. */
export type Row = Record<string, unknown>;
export type SqlValue = string | number | boolean | null | readonly (string | number | boolean | null)[];

/** Whether a statement's plan is kept for other values, or made anew each time because how many rows there are depends on them. */
export type Plan = 'kept' | 'each';

export interface Queryable {
  /** Runs one statement; `$n` placeholders, arrays become PostgreSQL arrays. Plans are kept unless said otherwise. */
  query<T extends Row = Row>(sql: string, params?: readonly SqlValue[], plan?: Plan): Promise<T[]>;
}

/**
 * The whole of what the FHIR store knows of its database: the same SQL runs on PGlite (one connection, in a worker
 * thread) and on PostgreSQL (a pool). `transaction` commits when `run` resolves and rolls back when it rejects.
 */
export interface Driver extends Queryable {
  readonly engine: 'pglite' | 'postgresql';
  exec(script: string): Promise<void>;
  transaction<R>(run: (tx: Queryable) => Promise<R>): Promise<R>;
  close(): Promise<void>;
}

/** An error of the database, with its SQLSTATE; the message never reaches a client. */
export class DatabaseError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Serialization failure, deadlock, or two creations of the same key at once: doing it again gives the right answer. */
export function isRetryable(error: unknown): boolean {
  return error instanceof DatabaseError && ['40001', '40P01', '23505'].includes(error.code);
}
