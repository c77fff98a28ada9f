import path from 'node:path';
import { mkdirSync } from 'node:fs';
import { openPGlite, type ThreadedPGlite } from '@keneyapp/pglite/client';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/prisma/client.ts';
import { lockFolder } from './folder-lock.ts';
import { Listener } from './listener.ts';
import { AdvisoryLocks, LocalLocks, type Locks } from './locks.ts';
import { migrate, type MigrationConnection } from './migrate.ts';
import { ThreadedAdapter } from './prisma-adapter.ts';
import { grantTo, rightsOf, type DatabaseRights } from './rights.ts';

export { PrismaClient };

export interface Database {
  db: PrismaClient;
  /** Migrations applied at this start. */
  migrated: string[];
  rights: DatabaseRights;
  /** Tells every process on this database, this one included; `payload` under 8 kB, no patient data. */
  notify(channel: string, payload: string): Promise<void>;
  /** Hears what `notify` says from now on, through lost connections too (messages sent meanwhile are missed). */
  listen(channel: string, onPayload: (payload: string) => void): Promise<void>;
  /** One statement of our own, beside Prisma: what it has no words for. Values are those of the driver: cast in the statement. */
  rows(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Statements of our own in one transaction: all of them, or none where `work` rejects. */
  transaction<T>(work: (rows: Database['rows']) => Promise<T>): Promise<T>;
  /** One at a time by name, over all processes. */
  locks: Locks;
  /** Resolves when the database answers; rejects when it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the BFF's own database and brings it up to date: `pglite:<folder>` (embedded, one process, on disk),
 * `pglite:memory` (tests), or `postgresql://…` (several processes).
 * @param migrationUrl of the role that owns the tables: migrates, and grants the role of `url` what it needs
 */
export async function openDatabase(
  url: string,
  { migrationUrl }: { migrationUrl?: string | undefined } = {},
): Promise<Database> {
  return url.startsWith('pglite:')
    ? openEmbedded(url.slice('pglite:'.length))
    : openPostgres(url, migrationUrl);
}

async function openEmbedded(folder: string): Promise<Database> {
  const inMemory = folder === 'memory';
  const release = inMemory ? () => undefined : lockFolder(folder);
  try {
    if (!inMemory) mkdirSync(path.dirname(path.resolve(folder)), { recursive: true });
    const pglite = await openPGlite(inMemory ? null : folder);
    try {
      return await embedded(pglite, release);
    } catch (error) {
      await pglite.close();
      throw error;
    }
  } catch (error) {
    release();
    throw error;
  }
}

async function embedded(pglite: ThreadedPGlite, release: () => void): Promise<Database> {
  const migrated = await migrate((work) =>
    pglite.transaction((tx) =>
      work({
        script: (sql) => tx.exec(sql),
        rows: async (sql, values) => (await tx.query<Record<string, unknown>>(sql, values)).rows,
      }),
    ),
  );
  const db = new PrismaClient({ adapter: new ThreadedAdapter(pglite) });
  return {
    db,
    migrated,
    rights: 'embedded',
    notify: async (channel, payload) => {
      await pglite.query('SELECT pg_notify($1, $2)', [channel, payload]);
    },
    rows: async (sql, values) => (await pglite.query<Record<string, unknown>>(sql, values)).rows,
    transaction: (work) =>
      pglite.transaction((tx) =>
        work(async (sql, values) => (await tx.query<Record<string, unknown>>(sql, values)).rows),
      ),
    locks: new LocalLocks(),
    listen: (channel, onPayload) => pglite.listen(channel, onPayload),
    ping: async () => {
      await pglite.query('SELECT 1');
    },
    close: async () => {
      await db.$disconnect();
      await pglite.close();
      release();
    },
  };
}

const poolOf = (connectionString: string, max: number): pg.Pool => {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 5_000,
    options: '-c timezone=UTC',
  });
  pool.on('error', () => undefined); // an idle connection was lost: the next query opens another, or fails where it is seen
  return pool;
};

async function openPostgres(connectionString: string, migrationUrl: string | undefined): Promise<Database> {
  const pool = poolOf(connectionString, 10);
  const rows = async (sql: string, values?: unknown[]) =>
    (await pool.query<Record<string, unknown>>(sql, values)).rows;
  try {
    const migrated =
      migrationUrl === undefined
        ? await migrate(transactions(pool))
        : await migrateAsOwner(
            migrationUrl,
            String((await rows('SELECT current_user AS role'))[0]?.['role']),
          );
    const rights = await rightsOf(rows);
    const db = new PrismaClient({ adapter: new PrismaPg(pool) });
    const listener = new Listener(connectionString);
    const locks = new AdvisoryLocks(connectionString);
    return {
      db,
      migrated,
      rights,
      rows,
      transaction: (work) => transactions(pool)((connection) => work(connection.rows)),
      locks,
      notify: async (channel, payload) => {
        await pool.query('SELECT pg_notify($1, $2)', [channel, payload]);
      },
      listen: (channel, onPayload) => listener.listen(channel, onPayload),
      ping: async () => {
        await pool.query('SELECT 1');
      },
      close: async () => {
        await listener.close();
        await locks.close();
        await db.$disconnect();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** The owner's connection is open for this alone. */
async function migrateAsOwner(url: string, role: string): Promise<string[]> {
  const pool = poolOf(url, 1);
  try {
    const migrated = await migrate(transactions(pool));
    await transactions(pool)((connection) => grantTo(role, connection));
    return migrated;
  } finally {
    await pool.end();
  }
}

function transactions(pool: pg.Pool) {
  return async <T>(work: (connection: MigrationConnection) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const result = await work({
        script: (sql) => client.query(sql),
        rows: async (sql, values) => (await client.query<Record<string, unknown>>(sql, values)).rows,
      });
      // PostgreSQL says so when a statement had failed and nobody minded
      if ((await client.query('COMMIT')).command === 'ROLLBACK')
        throw new Error('the transaction was rolled back instead of committed');
      return result;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  };
}
