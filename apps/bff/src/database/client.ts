import path from 'node:path';
import { mkdirSync } from 'node:fs';
import type { SqlDatabase } from '@keneyapp/database/connection';
import { migrate } from '@keneyapp/database/migrate';
import { onPglite } from '@keneyapp/database/on-pglite';
import { onPostgres } from '@keneyapp/database/on-postgres';
import { openPGlite, type ThreadedPGlite } from '@keneyapp/pglite/client';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../generated/prisma/client.ts';
import { lockFolder } from './folder-lock.ts';
import { AdvisoryLocks, LocalLocks, type Locks } from './locks.ts';
import { ThreadedAdapter } from './prisma-adapter.ts';
import { grantTo, rightsOf, type DatabaseRights } from './rights.ts';

export { PrismaClient };

const migrations = path.resolve(import.meta.dirname, '../../prisma/migrations');

export interface Database {
  db: PrismaClient;
  /** Migrations applied at this start. */
  migrated: string[];
  rights: DatabaseRights;
  /** The same database for engines that bring statements and tables of their own (`@keneyapp/appointments`). */
  sql: SqlDatabase;
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
  const sql = onPglite(pglite);
  const migrated = await migrate(sql.transaction, migrations);
  const db = new PrismaClient({ adapter: new ThreadedAdapter(pglite) });
  return {
    db,
    migrated,
    rights: 'embedded',
    ...ownStatements(sql),
    locks: new LocalLocks(),
    close: async () => {
      await db.$disconnect();
      await pglite.close();
      release();
    },
  };
}

/** What both databases do in the same way. */
function ownStatements(
  sql: SqlDatabase,
): Pick<Database, 'sql' | 'rows' | 'transaction' | 'notify' | 'listen' | 'ping'> {
  return {
    sql,
    rows: sql.rows,
    transaction: (work) => sql.transaction((connection) => work(connection.rows)),
    notify: async (channel, payload) => {
      await sql.rows('SELECT pg_notify($1, $2)', [channel, payload]);
    },
    listen: (channel, onPayload) => sql.listen(channel, onPayload),
    ping: async () => {
      await sql.rows('SELECT 1');
    },
  };
}

async function openPostgres(connectionString: string, migrationUrl: string | undefined): Promise<Database> {
  const { pool, database: sql, close } = onPostgres(connectionString, 10);
  try {
    const migrated =
      migrationUrl === undefined
        ? await migrate(sql.transaction, migrations)
        : await migrateAsOwner(
            migrationUrl,
            String((await sql.rows('SELECT current_user AS role'))[0]?.['role']),
          );
    const rights = await rightsOf(sql.rows);
    const db = new PrismaClient({ adapter: new PrismaPg(pool) });
    const locks = new AdvisoryLocks(connectionString);
    return {
      db,
      migrated,
      rights,
      ...ownStatements(sql),
      locks,
      close: async () => {
        await locks.close();
        await db.$disconnect();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The owner's connection is open for this alone. */
async function migrateAsOwner(url: string, role: string): Promise<string[]> {
  const { database, close } = onPostgres(url, 1);
  try {
    const migrated = await migrate(database.transaction, migrations);
    await database.transaction((connection) => grantTo(role, connection));
    return migrated;
  } finally {
    await close();
  }
}
