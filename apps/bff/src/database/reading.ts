import { existsSync } from 'node:fs';
import { openPGlite } from '@keneyapp/pglite/client';
import pg from 'pg';
import { lockFolder } from './folder-lock.ts';

/** The database as it is: nothing is migrated, nothing can be written. For commands beside the application. */
export interface ReadingDatabase {
  rows(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** @param url as DATABASE_URL. Throws when another process holds an embedded one, or there is none. */
export async function openForReading(url: string): Promise<ReadingDatabase> {
  if (!url.startsWith('pglite:')) {
    const pool = new pg.Pool({
      connectionString: url,
      max: 1,
      connectionTimeoutMillis: 5_000,
      options: '-c timezone=UTC -c default_transaction_read_only=on',
    });
    return {
      rows: async (sql, values) => (await pool.query<Record<string, unknown>>(sql, values)).rows,
      close: () => pool.end(),
    };
  }
  const folder = url.slice('pglite:'.length);
  if (!existsSync(folder)) throw new Error(`there is no database in ${folder}`);
  const release = lockFolder(folder);
  try {
    const pglite = await openPGlite(folder); // which may replay what a killed process had written: that is flushed too
    await pglite.exec('SET default_transaction_read_only = on');
    return {
      rows: async (sql, values) => (await pglite.query<Record<string, unknown>>(sql, values)).rows,
      close: async () => {
        await pglite.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
