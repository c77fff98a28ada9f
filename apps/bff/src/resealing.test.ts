import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sealedColumns } from './resealing.ts';

/** Bytes that are no secret of a person's: hashes, signatures, marks. */
const unsealed = /hash|^previous$|signature|mark/;

test('every column that holds something sealed is sealed again when the key is changed', () => {
  const folder = path.resolve(import.meta.dirname, '../prisma/schema');
  const schema = readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('\n');
  const bytes = [...schema.matchAll(/^model \w+ \{\n([^}]*)\n\}/gm)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1];
    return [...body.matchAll(/^ +(\w+) +Bytes\b(.*)$/gm)].map(
      ([, field = '', rest = '']) => `${table}.${/@map\("(\w+)"\)/.exec(rest)?.[1] ?? field}`,
    );
  });
  const sealed = bytes.filter((column) => !unsealed.test(column.split('.')[1] ?? ''));
  expect(sealed.length).toBeGreaterThan(5);
  expect(sealedColumns.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(sealed.sort());
});
