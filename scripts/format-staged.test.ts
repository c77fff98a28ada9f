import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { useHooks } from './lib/hooks.mjs';

const root = path.resolve(import.meta.dirname, '..');
const wrong = 'export const  a = "1"\n';
const right = "export const a = '1';\n";
let folder = '';

/** A repository of its own with our hook and our Prettier, whose owner's settings of git do not count. */
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-hook-'));
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  for (const name of ['.githooks', '.prettierrc.json', '.prettierignore', '.gitignore', 'package.json'])
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  mkdirSync(path.join(folder, 'scripts'));
  cpSync(path.join(root, 'scripts/format-staged.mjs'), path.join(folder, 'scripts/format-staged.mjs'));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
  onTestFinished(() => void vi.unstubAllEnvs());
  git('init', '--quiet');
  git('add', '.githooks', 'package.json', 'scripts');
  git('commit', '--quiet', '-m', 'The hook');
  expect(useHooks(folder)).toBe(true);
});

function run(command: string, args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.org',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.org',
      ...env,
    },
  });
  return { status, said: stdout + stderr };
}
const git = (...args: string[]) => run('git', args);
const commit = (...args: string[]) => git('commit', '-m', 'A change', ...args);
const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const committed = (name: string) => git('show', `HEAD:${name}`).said;
const changes = () => git('status', '--porcelain', '--untracked-files=no').said;

it('formats what is staged, whatever its name, and stages it again', () => {
  const names = ['a.ts', 'été à deux.ts', '[x]*.ts', '-b.mjs'];
  for (const name of names) write(name, wrong);
  write('picture.txt', wrong);
  git('add', '--', ...names, 'picture.txt');
  const { status, said } = commit();
  expect([status, said]).toEqual([0, expect.stringContaining('pre-commit: formatted été à deux.ts')]);
  for (const name of names) expect([read(name), committed(name)]).toEqual([right, right]);
  expect(committed('picture.txt')).toBe(wrong);
  expect(changes()).toBe('');
});

it('never changes a file of which a part is staged: refuses it, or lets it pass when that part is right', () => {
  write('a.ts', wrong);
  git('add', 'a.ts');
  write('a.ts', `${wrong}// not yet\n`);
  const { status, said } = commit();
  expect([status, said]).toEqual([1, expect.stringContaining('a.ts: not formatted, and staged in part')]);
  expect(read('a.ts')).toBe(`${wrong}// not yet\n`);

  write('a.ts', right);
  git('add', 'a.ts');
  write('a.ts', wrong);
  expect(commit().status).toBe(0);
  expect([committed('a.ts'), read('a.ts')]).toEqual([right, wrong]);
});

it('lets deleted, renamed and ignored files and links go', () => {
  for (const name of ['gone.ts', 'old.ts']) write(name, right);
  git('add', '.');
  expect(commit().status).toBe(0);
  git('rm', '--quiet', 'gone.ts');
  git('mv', 'old.ts', 'new.ts');
  symlinkSync('nowhere', path.join(folder, 'link.ts'));
  mkdirSync(path.join(folder, 'generated'));
  write('generated/code.ts', wrong);
  git('add', 'link.ts', 'generated/code.ts');
  expect(commit()).toMatchObject({ status: 0 });
  expect(existsSync(path.join(folder, 'gone.ts'))).toBe(false);
  expect(committed('generated/code.ts')).toBe(wrong);
});

it('formats with `commit -a`, and only checks files that the command names', () => {
  for (const name of ['a.ts', 'b.ts']) write(name, right);
  git('add', '.');
  commit();
  write('a.ts', wrong);
  expect(commit('-a')).toMatchObject({
    status: 1,
    said: expect.stringContaining('once formatted, nothing is changed'),
  });
  expect([read('a.ts'), changes()]).toEqual([right, '']);
  write('a.ts', wrong.replace('1', '3'));
  expect(commit('-a').status).toBe(0);
  expect([committed('a.ts'), changes()]).toEqual([right.replace('1', '3'), '']);
  write('b.ts', wrong.replace('1', '2'));
  const { status, said } = commit('--', 'b.ts');
  expect([status, said]).toEqual([1, expect.stringContaining('named by this command')]);
  expect(changes()).toBe(' M b.ts\n');
});

it('refuses what cannot be read as what its name says', () => {
  write('a.ts', 'const = ;\n');
  git('add', '.');
  expect(commit()).toMatchObject({
    status: 1,
    said: expect.stringMatching(/a\.ts: .*\n.*nothing was committed/),
  });
});

it('lets everything pass where there are no packages or no Node', () => {
  rmSync(path.join(folder, 'node_modules'));
  write('a.ts', wrong);
  git('add', 'a.ts');
  const { status, said } = commit();
  expect([status, said]).toEqual([0, expect.stringContaining('npm run setup')]);

  write('b.ts', wrong);
  git('add', 'b.ts');
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  for (const name of ['git', 'sh'])
    symlinkSync(run('sh', ['-c', `command -v ${name}`]).said.trim(), path.join(bin, name));
  expect(run('git', ['commit', '-m', 'B'], { PATH: bin })).toMatchObject({
    status: 0,
    said: expect.stringContaining('there is no node on PATH'),
  });
});

it('leaves hooks alone that somebody chose', () => {
  expect(useHooks(folder)).toBe(false);
  git('config', 'core.hooksPath', 'mine');
  expect(useHooks(folder)).toBe(false);
  expect(git('config', 'core.hooksPath').said).toBe('mine\n');
  git('config', '--unset', 'core.hooksPath');
  const own = path.join(folder, '.git/hooks/pre-push');
  mkdirSync(path.dirname(own), { recursive: true });
  writeFileSync(own, '#!/bin/sh\n');
  chmodSync(own, 0o755);
  expect(useHooks(folder)).toBe(false);
});
