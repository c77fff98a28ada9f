import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root, startServer, testSecrets } from './server-process.ts';

const cache = path.join(root, 'node_modules/.cache/keneyapp-databases');

/** Which files decide what an empty database of a server looks like, and how one is made in `folder`. */
const images = {
  sandbox: {
    sources: [
      'apps/sandbox/src/fhir/store/{schema,pglite-worker}.ts',
      'apps/sandbox/src/fhir/model/parameter-number.ts',
      'apps/sandbox/src/terminology/tables.ts',
      'packages/pglite/src/durable.ts',
    ],
    make: (folder: string) => makeSandboxDatabase(folder),
  },
  bff: {
    sources: ['apps/bff/prisma/migrations/*/migration.sql'],
    make: (folder: string) => makeBffDatabase(folder),
  },
  /** Nothing but what `initdb` makes, for tests of the migrations themselves. */
  plain: { sources: [], make: (folder: string) => makePlainDatabase(folder) },
};

/**
 * Puts a database that is empty but has its tables where a server will look for one: a copy takes a tenth of what
 * `initdb` and the tables take. Made when there is none of these sources yet, kept under node_modules/.cache.
 */
export async function copyDatabaseImage(of: keyof typeof images, folder: string): Promise<void> {
  const image = path.join(cache, `${of}-${keyOf(images[of].sources)}`);
  if (!existsSync(image)) await makeImage(of, image);
  await mkdir(path.dirname(folder), { recursive: true });
  await cp(image, folder, { recursive: true });
}

/** Two processes may make one at the same time: the first that is done wins. */
async function makeImage(of: keyof typeof images, image: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'making-'));
  try {
    await rename(await images[of].make(folder), image).catch((error: unknown) => {
      if (!existsSync(image)) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The PGlite that is installed counts too: a data folder belongs to its version of PostgreSQL. */
function keyOf(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of [
    'node_modules/@electric-sql/pglite/package.json',
    ...globSync(sources, { cwd: root }).sort(),
  ])
    hash.update(`${file}\0`).update(readFileSync(path.join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

/** As the sandbox makes it at its first start; only the FHIR store is kept, keys and accounts are made by each sandbox. */
async function makeSandboxDatabase(folder: string): Promise<string> {
  const { end } = await startServer('apps/sandbox/src/server.ts', {
    ...testSecrets,
    PUBLIC_URL: 'http://localhost:9',
    BFF_INTERNAL_URL: 'http://localhost:9',
    SANDBOX_PORT: '0',
    SANDBOX_DATA: folder,
  });
  await end('SIGTERM');
  return path.join(folder, 'fhir/db');
}

const makeBffDatabase = (folder: string): Promise<string> =>
  openAndClose(
    folder,
    "import { openDatabase } from './apps/bff/src/database/client.ts';",
    (database) => `openDatabase(${JSON.stringify(`pglite:${database}`)})`,
  );

const makePlainDatabase = (folder: string): Promise<string> =>
  openAndClose(
    folder,
    "import { PGlite } from '@electric-sql/pglite';",
    (database) => `PGlite.create(${JSON.stringify(database)})`,
  );

/** In a process of its own: this workspace knows neither the BFF nor its database. */
async function openAndClose(
  folder: string,
  imports: string,
  open: (database: string) => string,
): Promise<string> {
  const database = path.join(folder, 'db');
  const script = `${imports} await (await ${open(database)}).close();`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd: root });
  return database;
}

/** The same in a temporary folder, for a database that is opened in the test's own process: `remove` once it is closed. */
export async function temporaryDatabase(
  of: keyof typeof images,
): Promise<{ folder: string; remove(): Promise<void> }> {
  const parent = await mkdtemp(path.join(tmpdir(), `keneyapp-${of}-database-`));
  const folder = path.join(parent, 'db');
  await copyDatabaseImage(of, folder);
  return { folder, remove: () => rm(parent, { recursive: true, force: true }) };
}
