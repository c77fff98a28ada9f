import pg from 'pg';
import type { Row, Rows, SqlDatabase, Transaction } from './connection.ts';
import { Listener } from './listener.ts';

/**
 * Connections whose times are UTC, and whose statements are not compiled (our estimates of ranges are high, and compiling takes
 * a second where the statement takes one millisecond). One that is lost while nobody uses it is replaced in silence.
 */
function poolOf(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 5_000,
    options: '-c timezone=UTC -c jit=off',
  });
  pool.on('error', () => undefined); // the next query opens another, or fails where it is seen
  return pool;
}

/** Statements of this process that are prepared; a text beyond them is planned anew each time. */
const maxPrepared = 400;
/** PostgreSQL's "cached plan must not change result type": somebody changed its tables meanwhile. */
const planNoLongerFits = '0A000';
const prepared = new Map<string, string>();
let last = 0;

type Run = (on: pg.Pool | pg.PoolClient, sql: string, values?: unknown[]) => Promise<pg.QueryResult<Row>>;

/** Where one session serves several clients, each would prepare its statements under the names of the others. */
const runPlain: Run = (on, sql, values) => on.query<Row>({ text: sql, ...(values && { values }) });

/** Each connection parses and plans a statement once: for most of ours that costs more than their work. */
const runPrepared: Run = async (on, sql, values) => {
  if (!prepared.has(sql) && prepared.size < maxPrepared) prepared.set(sql, `s${(last += 1)}`);
  const name = prepared.get(sql);
  try {
    return await on.query<Row>({ text: sql, ...(values && { values }), ...(name && { name }) });
  } catch (error) {
    // under another name every connection prepares it anew
    if ((error as { code?: unknown }).code === planNoLongerFits) prepared.delete(sql);
    throw error;
  }
};

const rowsIn =
  (client: pg.PoolClient, run: Run): Rows =>
  async (sql, values) =>
    (await run(client, sql, values)).rows;

/** Outside of a transaction nothing is lost by asking again. */
const rowsOf =
  (pool: pg.Pool, run: Run): Rows =>
  async (sql, values) => {
    try {
      return (await run(pool, sql, values)).rows;
    } catch (error) {
      if ((error as { code?: unknown }).code !== planNoLongerFits) throw error;
      return (await run(pool, sql, values)).rows;
    }
  };

function transactionsOf(pool: pg.Pool, run: Run): Transaction {
  return async (work) => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work({ rows: rowsIn(client, run), script: (sql) => client.query(sql) });
      // PostgreSQL says so when a statement had failed and nobody minded
      if ((await client.query('COMMIT')).command === 'ROLLBACK')
        throw new Error('the transaction was rolled back instead of committed');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((lost: Error) => {
        broken = lost;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };
}

/**
 * @param connectionString with `pgbouncer=true`, as for Prisma, where one session of the server serves several clients
 * @returns a pool of at most `max` connections, and one more that listens once somebody wants to hear
 */
export function onPostgres(
  connectionString: string,
  max: number,
): { pool: pg.Pool; database: SqlDatabase; close(): Promise<void> } {
  const pool = poolOf(connectionString, max);
  const run = new URL(connectionString).searchParams.get('pgbouncer') === 'true' ? runPlain : runPrepared;
  const listener = new Listener(connectionString);
  return {
    pool,
    database: {
      rows: rowsOf(pool, run),
      transaction: transactionsOf(pool, run),
      listen: (channel, onPayload) => listener.listen(channel, onPayload),
    },
    close: async () => {
      await listener.close();
      await pool.end();
    },
  };
}
