import { leftOut } from '@keneyapp/config/left-out';
import { startTestPostgres } from '@keneyapp/config/testing-postgres';
import { afterAll, it } from 'vitest';

/** Both databases, by name and address; of PostgreSQL it is said (`what`) that it was left out where it cannot be had. */
export async function bothDatabases(what: string): Promise<(readonly [string, string])[]> {
  const postgres = await startTestPostgres();
  if (!postgres) it.skip(leftOut(what, 'no PostgreSQL (Debian: the package postgresql)'));
  afterAll(async () => {
    await postgres?.stop();
  });
  return [
    ['PGlite', 'pglite:memory'],
    ...(postgres ? [['PostgreSQL', postgres.url('postgres')] as const] : []),
  ];
}
