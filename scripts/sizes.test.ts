import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRoot, root } from './lib/paths.mjs';

/** As `max-lines` in eslint.config.mjs, which reads no styles. */
const most = 400;

it(`no style sheet has more than ${most} lines`, () => {
  const sheets = globSync('{apps,packages}/*/src/**/*.css', { cwd: root });
  expect(sheets.length).toBeGreaterThan(20);
  const linesOf = (sheet: string) => readFileSync(inRoot(sheet), 'utf8').trimEnd().split('\n').length;
  expect(sheets.filter((sheet) => linesOf(sheet) > most)).toEqual([]);
});
