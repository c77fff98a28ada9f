import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { copyDatabaseImage } from '@keneyapp/config/database-image';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './client.ts';
import { migrate } from '@keneyapp/database/migrate';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-db-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('migrates an empty folder, keeps what was written, and has nothing to do the second time', async () => {
  const url = `pglite:${folder}/bff`;
  const first = await openDatabase(url);
  expect(first.migrated[0]).toBe('20261124020000_session');
  const expiresAt = new Date('2030-01-02T03:04:05.678Z');
  await first.db.logoutToken.create({ data: { issuer: 'https://issuer.example', jti: 'a', expiresAt } });
  await first.close();
  const second = await openDatabase(url);
  expect(second.migrated).toEqual([]);
  expect(await second.db.logoutToken.findMany()).toEqual([
    { issuer: 'https://issuer.example', jti: 'a', expiresAt },
  ]);
  await second.ping();
  await second.close();
});

test('refuses a folder another living process holds, and takes over the lock of a dead one', async () => {
  await copyDatabaseImage('bff', `${folder}/held`);
  await writeFile(`${folder}/held.lock`, '1'); // process 1 lives
  await expect(openDatabase(`pglite:${folder}/held`)).rejects.toThrow(/in use by process 1/);
  await writeFile(`${folder}/held.lock`, '99999999');
  const database = await openDatabase(`pglite:${folder}/held`);
  await database.close();
});

test('every model of the schema has its table and columns', async () => {
  const { db, close } = await openDatabase('pglite:memory');
  const models = Object.entries(db).filter(
    ([name, value]) =>
      !name.startsWith('$') &&
      !name.startsWith('_') &&
      typeof (value as { findMany?: unknown } | null)?.findMany === 'function',
  );
  expect(models.length).toBeGreaterThanOrEqual(2);
  for (const [name, model] of models)
    await expect((model as { findMany(): Promise<unknown[]> }).findMany(), name).resolves.toBeInstanceOf(
      Array,
    );
  await close();
});

test('a migration that fails is named and leaves nothing behind', async () => {
  const { mkdir } = await import('node:fs/promises');
  for (const [name, sql] of [
    ['20300101000000_good', 'CREATE TABLE good (id int);'],
    ['20300101000001_bad', 'CREATE TABLE bad (;'],
  ] as const) {
    await mkdir(`${folder}/migrations/${name}`, { recursive: true });
    await writeFile(`${folder}/migrations/${name}/migration.sql`, sql);
  }
  await copyDatabaseImage('plain', `${folder}/plain`);
  const pglite = await PGlite.create(`${folder}/plain`);
  const run = () =>
    migrate(
      (work) =>
        pglite.transaction((tx) =>
          work({
            script: (sql) => tx.exec(sql),
            rows: async (sql, values) => (await tx.query<Record<string, unknown>>(sql, values)).rows,
          }),
        ),
      `${folder}/migrations`,
    );
  await expect(run()).rejects.toThrow('20300101000001_bad');
  expect((await pglite.query("SELECT 1 FROM pg_tables WHERE tablename = 'good'")).rows).toEqual([]);
  await pglite.close();
});
