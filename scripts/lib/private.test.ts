import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../apps/bff/src/database/client.ts';
import { keepPrivate, privateFolder } from './private.mjs';

function dataFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-private-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
const modeOf = (file: string) => statSync(file).mode & 0o777;

it('closes a new database to others, which PGlite opens to everybody', async () => {
  const folder = dataFolder();
  const database = await openDatabase(`pglite:${path.join(folder, 'bff')}`);
  try {
    const open = () =>
      readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
        (entry) => modeOf(path.join(entry.parentPath, entry.name)) & 0o077,
      );
    expect(open().length).toBeGreaterThan(500); // else there would be nothing to do any more
    keepPrivate(folder);
    expect(open()).toEqual([]);
    await database.ping();
  } finally {
    await database.close();
  }
});

it('keeps what its owner may run, and leaves alone what others look after', () => {
  const folder = dataFolder();
  for (const name of ['engines', 'logs']) mkdirSync(path.join(folder, name));
  for (const name of ['engines/postgres', 'logs/tool']) {
    writeFileSync(path.join(folder, name), '');
    chmodSync(path.join(folder, name), 0o755);
  }
  keepPrivate(folder);
  expect(modeOf(path.join(folder, 'engines/postgres'))).toBe(0o755);
  expect([modeOf(path.join(folder, 'logs')), modeOf(path.join(folder, 'logs/tool'))]).toEqual([0o700, 0o700]);
});

it('makes a folder that others cannot look into, and closes one that was open', () => {
  const folder = path.join(dataFolder(), 'data');
  privateFolder(folder);
  expect(modeOf(folder)).toBe(0o700);
  chmodSync(folder, 0o777);
  privateFolder(folder);
  expect(modeOf(folder)).toBe(0o700);
});
