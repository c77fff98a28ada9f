import {
  messages,
  TransactionAbortedError,
  types,
  type QueryOptions,
  type Results,
} from '@electric-sql/pglite';
import { DatabaseThread, type ToldError } from './thread.ts';
import type { ArrayType, Notification, RawResult, WorkerRequest } from './worker.ts';

type Parsers = NonNullable<QueryOptions['parsers']>;
/** How a row is given: as PGlite gives it. */
type Reading = Pick<QueryOptions, 'rowMode' | 'parsers'>;

interface Statements {
  /** One statement; `$n` stand for the values. */
  query<T>(sql: string, values?: unknown[], reading?: Reading): Promise<Results<T>>;
  /** Several statements, without values. */
  exec(sql: string): Promise<Results[]>;
}
interface Transaction extends Statements {
  rollback(): Promise<void>;
  readonly closed: boolean;
}
/** The part of PGlite that the application uses, in the words of PGlite. */
export interface ThreadedPGlite extends Statements {
  /** Commits when `work` resolves, rolls back when it rejects; other statements wait until then. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  listen(channel: string, onPayload: (payload: string) => void): Promise<void>;
  /** Ends the thread; what was asked before is answered first. */
  close(): Promise<void>;
}

/**
 * PGlite in a worker thread. On a folder each commit is flushed to the disk before it is answered (`makeDurable`).
 * @param folder null keeps everything in memory
 */
export async function openPGlite(folder: string | null): Promise<ThreadedPGlite> {
  const listeners = new Map<string, ((payload: string) => void)[]>();
  const thread = new DatabaseThread<WorkerRequest, RawResult[], ArrayType[], Notification>(
    new URL('./worker.ts', import.meta.url),
    { folder },
    {
      errorOf: databaseError,
      onTold: ({ channel, payload }) => listeners.get(channel)?.forEach((onPayload) => onPayload(payload)),
    },
  );
  const parsers = withArrays(await thread.opened);
  const direct: Statements = {
    query: async <T>(sql: string, values: unknown[] = [], reading: Reading = {}) => {
      const [result] = await thread.ask({ op: 'query', sql, values });
      return read(result ?? { rows: [], fields: [] }, parsers, reading) as Results<T>;
    },
    exec: async (sql) =>
      (await thread.ask({ op: 'exec', sql })).map((result) => read(result, parsers, {}) as Results),
  };

  let tail: Promise<unknown> = Promise.resolve();
  /** There is one connection: a transaction has it to itself. */
  const alone = <R>(job: () => Promise<R>): Promise<R> => {
    const result = tail.then(job, job);
    tail = result.catch(() => undefined);
    return result;
  };
  return {
    query: (sql, values, reading) => alone(() => direct.query(sql, values, reading)),
    exec: (sql) => alone(() => direct.exec(sql)),
    transaction: (work) => alone(() => transaction(direct, work)),
    listen: (channel, onPayload) =>
      alone(async () => {
        const others = listeners.get(channel);
        if (others) others.push(onPayload);
        else {
          listeners.set(channel, [onPayload]);
          await thread.ask({ op: 'listen', channel });
        }
      }),
    close: () => alone(() => thread.close({ op: 'close' })),
  };
}

async function transaction<T>(direct: Statements, work: (tx: Transaction) => Promise<T>): Promise<T> {
  await direct.exec('BEGIN');
  let isClosed = false;
  let rolledBack: Promise<unknown> = Promise.resolve();
  const whileOpen = async <R>(job: () => Promise<R>): Promise<R> => {
    if (isClosed) throw new Error('the transaction is closed');
    return job();
  };
  const tx: Transaction = {
    query: (sql, values, reading) => whileOpen(() => direct.query(sql, values, reading)),
    exec: (sql) => whileOpen(() => direct.exec(sql)),
    rollback: () =>
      whileOpen(async () => {
        isClosed = true;
        await (rolledBack = direct.exec('ROLLBACK'));
      }),
    get closed() {
      return isClosed;
    },
  };
  try {
    const result = await work(tx);
    await rolledBack;
    if (!isClosed) {
      isClosed = true;
      const [committed] = await direct.exec('COMMIT');
      // PostgreSQL says so when a statement had failed and nobody minded
      if (committed?.command === 'ROLLBACK') throw new TransactionAbortedError();
    }
    return result;
  } catch (error) {
    if (!isClosed) {
      isClosed = true;
      await direct.exec('ROLLBACK');
    }
    throw error;
  }
}

/** As PGlite reads its own answers. */
function read(result: RawResult, known: Parsers, { rowMode, parsers }: Reading): Results<unknown> {
  const all = parsers ? withOwn(known, parsers) : known;
  const rows = result.rows.map((row) => {
    const cells = row.map(
      (cell, i) => types.parseType(cell, result.fields[i]?.dataTypeID ?? 0, all) as unknown,
    );
    return rowMode === 'array'
      ? cells
      : Object.fromEntries(cells.map((cell, i) => [result.fields[i]?.name ?? '', cell]));
  });
  return { ...result, rows };
}

function withArrays(arrays: readonly ArrayType[]): Parsers {
  const parsers: Parsers = { ...types.parsers };
  for (const { array, element } of arrays)
    parsers[array] = (text) =>
      types.arrayParser(text, types.parsers[element] ?? ((item) => item), array) as unknown;
  return parsers;
}

/** What PostgreSQL said is of the class that Prisma's adapter looks for. */
function databaseError(told: ToldError): Error {
  if (told.code === undefined) return new Error(told.message);
  return Object.assign(new messages.DatabaseError(told.message, 0, 'error'), told);
}

/** Some six hundred types: put together once for each caller's own. */
const together = new WeakMap<Parsers, Parsers>();
function withOwn(known: Parsers, own: Parsers): Parsers {
  const there = together.get(own) ?? { ...known, ...own };
  together.set(own, there);
  return there;
}
