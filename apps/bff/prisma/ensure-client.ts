import { execFileSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import path from 'node:path';

const workspace = path.resolve(import.meta.dirname, '..');
const root = path.resolve(workspace, '../..');

/** Generates the database client when it is missing or older than the schema; used by set-up, tests and type checks. */
export default function ensureClient(): void {
  const client = path.join(workspace, 'src/generated/prisma/client.ts');
  const newest = Math.max(
    // the folder too: a file that was taken out leaves no date behind
    ...['prisma/schema', ...globSync('prisma/schema/*.prisma', { cwd: workspace })].map(
      (file) => statSync(path.join(workspace, file)).mtimeMs,
    ),
  );
  if (existsSync(client) && statSync(client).mtimeMs > newest) return;
  // The schema engine is a binary fetched from outside; generating does not need it, and this keeps Prisma from looking for it.
  execFileSync(process.execPath, [path.join(root, 'node_modules/prisma/build/index.js'), 'generate'], {
    cwd: workspace,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
}

if (import.meta.main) ensureClient();
