import { expect, test } from 'vitest';
import { linkedIndex, matchingIndex, placesOf } from './linked-index.ts';

const axial = { row: [1, 0, 0], column: [0, 1, 0] };
const stack = (first: number, step: number, count: number, frameOfReference: string | null, plane = axial) =>
  placesOf(
    Array.from({ length: count }, (_, i) => ({ position: [0, 0, first + i * step], ...plane })),
    frameOfReference,
  );

test('in one frame of reference the same place is shown, whatever the distances and the order of the images', () => {
  const thin = stack(-100, 1, 200, 'a'),
    thick = stack(99, -5, 40, 'a');
  expect(linkedIndex(thin, thick, 0, { from: 0, to: 0 })).toBe(39);
  expect(linkedIndex(thin, thick, 199, { from: 0, to: 0 })).toBe(0);
  expect(linkedIndex(thick, thin, 20, { from: 7, to: 3 })).toBe(99);
});

test('in two frames of reference the pair that was linked stays a pair, in millimetres', () => {
  const now = stack(0, 2, 100, 'a'),
    before = stack(500, 5, 30, 'b');
  expect(linkedIndex(now, before, 50, { from: 50, to: 10 })).toBe(10);
  expect(linkedIndex(now, before, 60, { from: 50, to: 10 })).toBe(14);
  expect(linkedIndex(now, before, 0, { from: 50, to: 10 })).toBe(0);
  // the prior was reconstructed from the other end: along the same line, the other way through its images
  expect(linkedIndex(now, stack(500, -5, 30, 'b'), 60, { from: 50, to: 10 })).toBe(6);
  const facingTheOtherWay = stack(500, 5, 30, 'b', { row: [-1, 0, 0], column: [0, 1, 0] });
  expect(linkedIndex(now, facingTheOtherWay, 60, { from: 50, to: 10 })).toBe(14);
});

test('planes that are not parallel, and images without a place, are linked image by image', () => {
  const now = stack(0, 2, 100, 'a');
  const sagittal = placesOf(
    Array.from({ length: 20 }, (_, i) => ({ position: [i, 0, 0], row: [0, 1, 0], column: [0, 0, -1] })),
    'a',
  );
  expect(linkedIndex(now, sagittal, 55, { from: 50, to: 10 })).toBe(15);
  expect(linkedIndex(now, sagittal, 99, { from: 50, to: 10 })).toBe(19);
  const radiographs = placesOf([null, null], null);
  expect(linkedIndex(radiographs, radiographs, 1, { from: 0, to: 0 })).toBe(1);
  expect(linkedIndex(radiographs, placesOf([null], null), 1, { from: 0, to: 0 })).toBe(0);
});

test('a pair begins at the same place, or as far through both', () => {
  const now = stack(0, 2, 101, 'a');
  expect(matchingIndex(now, stack(0, 5, 41, 'a'), 50)).toBe(20);
  expect(matchingIndex(now, stack(700, 5, 21, 'b'), 50)).toBe(10);
  expect(matchingIndex(now, stack(700, 5, 21, 'b'), 100)).toBe(20);
  expect(matchingIndex(placesOf([null], null), placesOf([null], null), 0)).toBe(0);
});
