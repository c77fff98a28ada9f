import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { edited, editPrint } from './edit.ts';
import { weakenings } from './weakenings.ts';

const bff = path.resolve(import.meta.dirname, '../../apps/bff');
const read = (file: string) => readFileSync(path.join(bff, file), 'utf8');

it.each(weakenings.map(({ id, edits }) => [id, edits] as const))(
  '%s applies to the sources',
  (_id, edits) => {
    const files = new Map(edits.map(({ file }) => [file, read(file)]));
    for (const edit of edits) files.set(edit.file, edited(files.get(edit.file) ?? '', edit));
    for (const [file, code] of files) expect(code, file).not.toBe(read(file));
  },
);
it('weakens something else each time, under a name of its own', () => {
  const names = weakenings.map((w) => w.id),
    changes = weakenings.map(({ edits }) => edits.map(editPrint).join());
  expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
  expect(names.filter((_, i) => changes.indexOf(changes[i] ?? '') < i)).toEqual([]);
});
