import { expect, it } from 'vitest';
import { hoursOf, nearest, placed, spanOf, wallMinutes, type Span } from './layout.ts';

const at = (from: number, to: number): Span => ({ from, to });
const lanes = (...spans: Span[]) =>
  placed(spans, (one) => one).map(({ from, lane, lanes: of }) => [from, lane, of]);

it('gives what stands alone its whole column', () => {
  expect(lanes(at(540, 570), at(570, 600))).toEqual([
    [540, 0, 1],
    [570, 0, 1],
  ]);
});

it('puts side by side what meets, and as wide as its group needs', () => {
  expect(lanes(at(540, 600), at(550, 560), at(560, 620), at(640, 660))).toEqual([
    [540, 0, 2],
    [550, 1, 2],
    [560, 1, 2],
    [640, 0, 1],
  ]);
  expect(lanes(at(540, 550), at(540, 600), at(540, 560))).toEqual([
    [540, 0, 3],
    [540, 1, 3],
    [540, 2, 3],
  ]);
});

it('never lays two over each other, whatever the agenda', () => {
  let seed = 7;
  const draw = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;
  const spans = Array.from({ length: 300 }, () => {
    const from = draw(1_400);
    return at(from, Math.min(1_440, from + 5 + draw(90)));
  });
  const all = placed(spans, (one) => one);
  expect(all).toHaveLength(spans.length);
  for (const one of all) {
    expect(one.lane).toBeLessThan(one.lanes);
    for (const other of all)
      if (one !== other && one.from < other.to && other.from < one.to) {
        expect(one.lane).not.toBe(other.lane);
        expect(one.lanes).toBe(other.lanes);
      }
  }
});

it('reads the hospital’s clock, in summer, in winter, and on the days that change', () => {
  expect(wallMinutes('2026-07-01T07:30:00Z')).toBe(9 * 60 + 30);
  expect(wallMinutes('2026-12-01T07:30:00Z')).toBe(8 * 60 + 30);
  expect(wallMinutes('2026-03-29T01:30:00Z')).toBe(3 * 60 + 30);
  expect(wallMinutes('2026-10-25T00:30:00Z')).toBe(2 * 60 + 30);
  expect(wallMinutes('2026-11-23T00:00:00+01:00')).toBe(0);
});

it('draws what has no end, and ends with the day', () => {
  expect(spanOf({ start: '2026-12-01T09:00:00+01:00', minutes: null })).toEqual(at(540, 550));
  expect(spanOf({ start: '2026-12-01T23:30:00+01:00', minutes: 90 })).toEqual(at(1_410, 1_440));
  expect(spanOf({ start: '2026-12-01T23:58:00+01:00', minutes: 5 })).toEqual(at(1_430, 1_440));
});

it('shows the usual hours, and more where something is outside', () => {
  expect(hoursOf([])).toEqual(at(480, 1_080));
  expect(hoursOf([at(425, 440), at(1_100, 1_130)])).toEqual(at(420, 1_140));
});

it('finds the nearest in another column', () => {
  expect(nearest([at(480, 500), at(600, 620)], 560)).toEqual(at(600, 620));
  expect(nearest([], 560)).toBeUndefined();
});
