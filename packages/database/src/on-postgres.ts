import pg from 'pg';
import type { Rows, SqlDatabase, Transaction } from './connection.ts';
import { Listener } from './listener.ts';

/**
 * Connections whose times are UTC, and whose statements are not compiled (our estimates of ranges are high, and compiling takes
 * a second where the statement takes one millisecond). One that is lost while nobody uses it is replaced in silence.
 */
export function poolOf(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 5_000,
    options: '-c timezone=UTC -c jit=off',
  });
  pool.on('error', () => undefined); // the next query opens another, or fails where it is seen
  return pool;
}

const rowsOf =
  (on: pg.Pool | pg.PoolClient): Rows =>
  async (sql, values) =>
    (await on.query<Record<string, unknown>>(sql, values)).rows;

export function transactionsOf(pool: pg.Pool): Transaction {
  return async (work) => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work({ rows: rowsOf(client), script: (sql) => client.query(sql) });
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

/** @returns a pool of at most `max` connections, and one more that listens once somebody wants to hear */
export function onPostgres(
  connectionString: string,
  max: number,
): { pool: pg.Pool; database: SqlDatabase; close(): Promise<void> } {
  const pool = poolOf(connectionString, max);
  const listener = new Listener(connectionString);
  return {
    pool,
    database: {
      rows: rowsOf(pool),
      transaction: transactionsOf(pool),
      listen: (channel, onPayload) => listener.listen(channel, onPayload),
    },
    close: async () => {
      await listener.close();
      await pool.end();
    },
  };
}
