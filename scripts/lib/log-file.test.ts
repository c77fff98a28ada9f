import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { LogFile } from './log-file.mjs';

function folderOfLogs(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-logs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('adds to what an earlier start wrote', () => {
  const file = path.join(folderOfLogs(), 'logs', 'bff.log');
  for (const line of ['one\n', 'two\n']) {
    const log = new LogFile(file);
    log.write(line);
    log.close();
  }
  expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
});

it('keeps the newest files, each no larger than asked for, and loses nothing between them', () => {
  const folder = folderOfLogs();
  const log = new LogFile(path.join(folder, 'bff.log'), { largest: 100, kept: 3 });
  for (let number = 0; number < 100; number += 1) log.write(`line ${String(number).padStart(4, '0')}\n`);
  log.close();
  expect(readdirSync(folder).sort()).toEqual(['bff.1.log', 'bff.2.log', 'bff.log']);
  const texts = ['bff.2.log', 'bff.1.log', 'bff.log'].map((name) =>
    readFileSync(path.join(folder, name), 'utf8'),
  );
  expect(texts.every((text) => text.length <= 100)).toBe(true);
  const lines = texts.join('').trim().split('\n');
  expect(lines.at(-1)).toBe('line 0099');
  expect(lines).toHaveLength(30);
  expect(lines[0]).toBe('line 0070');
});
