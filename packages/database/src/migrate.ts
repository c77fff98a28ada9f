import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connection, Transaction } from './connection.ts';

/** The key `prisma migrate` takes too. */
const advisoryLock = 72707369;

/** Until the end of the transaction: whoever starts first changes the database, the others wait. */
export const lockForMigration = (connection: Pick<Connection, 'rows'>): Promise<unknown> =>
  connection.rows('SELECT pg_advisory_xact_lock($1)', [advisoryLock]);

/**
 * Applies the migrations of a folder (`<name>/migration.sql`) that are missing, in order, in one transaction. Keeps the table
 * of `prisma migrate`, so that either may be used; written because the Prisma engine that does this is a binary from outside.
 * @param schema made where it is missing; its table of migrations stands in it, and the first schema of the search path is
 * it. Null: the connection's own
 * @returns the names applied now. Throws, naming the migration, when one fails; nothing is applied then.
 */
export async function migrate(
  transaction: Transaction,
  directory: string,
  schema: string | null = null,
): Promise<string[]> {
  const names = (await readdir(directory, { withFileTypes: true }))
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .sort();
  return transaction(async (connection) => {
    await lockForMigration(connection);
    if (schema !== null) await useSchema(connection, schema);
    await connection.script(`CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
      "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ, "migration_name" VARCHAR(255) NOT NULL,
      "logs" TEXT, "rolled_back_at" TIMESTAMPTZ, "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`);
    const done = new Set(
      (
        await connection.rows(
          'SELECT migration_name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
        )
      ).map((row) => row['migration_name']),
    );
    const applied: string[] = [];
    for (const name of names.filter((n) => !done.has(n))) {
      const sql = await readFile(path.join(directory, name, 'migration.sql'), 'utf8');
      try {
        await connection.script(sql);
      } catch (cause) {
        throw new Error(`migration ${name} failed: ${cause instanceof Error ? cause.message : ''}`, {
          cause,
        });
      }
      await connection.rows(
        'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)',
        [randomUUID(), createHash('sha256').update(sql).digest('hex'), name],
      );
      applied.push(name);
    }
    return applied;
  });
}

/** For this transaction. The schema of before stays on the path: extensions are there. */
async function useSchema({ rows, script }: Connection, schema: string): Promise<void> {
  const [missing] = await rows('SELECT to_regnamespace($1) IS NULL AS is_missing', [schema]);
  // `IF NOT EXISTS` alone asks for the right to make one where it is there already
  if (missing?.['is_missing'] === true) await script(`CREATE SCHEMA "${schema}"`);
  const [first] = await rows("SELECT quote_ident(coalesce(current_schema(), 'public')) AS own");
  await script(`SET LOCAL search_path TO "${schema}", ${String(first?.['own'])}`);
}
