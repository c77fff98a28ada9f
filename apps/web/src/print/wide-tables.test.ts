import { expect, it } from 'vitest';
import { partsOf } from './wide-tables.ts';

it('sets columns side by side while they fit, the first one before each part', () => {
  expect(partsOf([200, 100, 100, 100, 100, 100], 500)).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
});

it('keeps every column, one that never fits too', () => {
  expect(partsOf([200, 900, 100], 500)).toEqual([[1], [2]]);
  expect(partsOf([200], 500)).toEqual([]);
});
