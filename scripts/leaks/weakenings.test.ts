import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { weakenings } from './weakenings.ts';

const bff = path.resolve(import.meta.dirname, '../../apps/bff');

it.each(weakenings.flatMap(({ id, edits }) => edits.map((edit) => ({ id, ...edit }))))(
  '$id still applies to $file',
  ({ file, find }) => {
    expect(readFileSync(path.join(bff, file), 'utf8').split(find)).toHaveLength(2);
  },
);
