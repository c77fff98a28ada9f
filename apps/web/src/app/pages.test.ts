import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const src = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(file, 'utf8');

/** Whether a file, or what it loads, reads the address by nuqs. */
function readsAddress(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  return [...read(file).matchAll(/^(?!import type ).*(?:from |import\()'([^']+)'/gm)].some(
    ([, name = '']) => {
      if (name === 'nuqs') return true;
      const next = path.resolve(path.dirname(file), name);
      return name.startsWith('.') && /\.tsx?$/.test(next) && existsSync(next) && readsAddress(next, seen);
    },
  );
}

it('each page that reads its address has the adapter for it, and none that needs none loads it', () => {
  const pages = globSync('app/**/{page,layout,error,loading}.tsx', { cwd: src }).map((file) =>
    path.join(src, file),
  );
  const reading = pages.filter((file) => readsAddress(file));
  expect(reading.length).toBeGreaterThan(10);
  expect(pages.filter((file) => read(file).includes('<NuqsAdapter>'))).toEqual(reading);
});
