import pg from 'pg';
import { DatabaseError, type Driver, type Queryable, type Row, type SqlValue } from './driver.ts';

/** PostgreSQL 14 or newer. Transactions are SERIALIZABLE: the store retries what the server turns down. */
export async function openPostgres(url: string): Promise<Driver> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    types: { getTypeParser: (oid, format) => (oid === 20 ? Number : pg.types.getTypeParser(oid, format)) },
  });
  pool.on('error', () => undefined); // an idle connection that broke is replaced by the pool
  const on = (client: pg.Pool | pg.PoolClient): Queryable => ({
    query: async <T extends Row>(sql: string, params: readonly SqlValue[] = []) => {
      try {
        return (await client.query<T>(sql, [...params])).rows;
      } catch (error) {
        throw asDatabaseError(error);
      }
    },
  });
  await pool.query('SELECT 1');
  return {
    engine: 'postgresql',
    query: on(pool).query,
    exec: async (script) => {
      await pool.query(script);
    },
    transaction: async (run) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN ISOLATION LEVEL SERIALIZABLE');
        const result = await run(on(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw asDatabaseError(error);
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

function asDatabaseError(error: unknown): unknown {
  return error instanceof pg.DatabaseError ? new DatabaseError(error.code ?? 'XX000', error.message) : error;
}
