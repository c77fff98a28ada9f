import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const files = (pattern: string) =>
  globSync(`{apps/web,packages/ui}/src/**/${pattern}`, { cwd: root }).map((file) => path.join(root, file));
const code = files('*.{ts,tsx}').map((file) => ({ file, text: readFileSync(file, 'utf8') }));

/** Names by which a file imports a style sheet of its own or of the other folder. */
const importsOf = (text: string, file: string, sheet: string): string[] =>
  [...text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)].flatMap(([, name = '', from = '']) =>
    path.resolve(path.dirname(file), from) === sheet ? [name] : [],
  );

function faultsOf(sheet: string): string[] {
  const css = readFileSync(sheet, 'utf8').replace(/\/\*[^]*?\*\/|:global\([^)]*\)/g, '');
  const classes = new Set([...css.matchAll(/\.([A-Za-z][\w-]*)(?=[^{}]*\{)/g)].map(([, name = '']) => name));
  const uses = code.flatMap(({ file, text }) =>
    importsOf(text, file, sheet).flatMap((name) => [
      ...text.matchAll(new RegExp(`(?<![\\w.'"/-])${name}(?:\\.(\\w+)|\\[(?:'([\\w-]+)'|(\`?\\w)))`, 'g')),
    ]),
  );
  // a class that is named by a value may be any of them
  if (uses.some(([, , , computed]) => computed !== undefined)) return [];
  const used = new Set(uses.map(([, plain, quoted]) => plain ?? quoted ?? ''));
  return [
    ...[...classes].filter((name) => !used.has(name)).map((name) => `.${name} is used nowhere`),
    ...[...used].filter((name) => !classes.has(name)).map((name) => `.${name} is not there`),
  ];
}

it('every class of a style sheet is used, and every class that is used is there', () => {
  const sheets = files('*.module.css');
  expect(sheets.length).toBeGreaterThan(30);
  expect(
    sheets.flatMap((sheet) => faultsOf(sheet).map((fault) => `${path.relative(root, sheet)}: ${fault}`)),
  ).toEqual([]);
});
