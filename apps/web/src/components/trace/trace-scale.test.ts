import { expect, it } from 'vitest';
import { lead, linePath, stripOf } from './trace-scale.ts';

const beat = [0, 0, 1, -0.5, 0];
const of = (unit: string, values: readonly (number | null)[] = beat) => ({ name: 'II', unit, values });

it('a millivolt and a second take the millimetres that were chosen, in any unit of voltage', () => {
  const strip = stripOf(of('mV'), 500, 25, 10);
  expect(strip?.step).toBe(0.05);
  expect(strip && strip.yOf(0) - strip.yOf(1)).toBe(10);
  const micro = stripOf(
    of(
      'uV',
      beat.map((v) => v * 1000),
    ),
    500,
    50,
    20,
  );
  expect(micro?.step).toBe(0.1);
  expect(micro && micro.yOf(0) - micro.yOf(1000)).toBe(20);
});

it('has room for the pulse of a millivolt above a line that stays below it', () => {
  const strip = stripOf(of('mV', [0.1, 0.2]), 500, 25, 10);
  expect(strip?.yOf(1)).toBeGreaterThanOrEqual(0);
  expect(strip?.yOf(0)).toBeLessThanOrEqual(strip?.height ?? 0);
});

it('claims no scale for a unit that is none of voltage, and none of time without a rate', () => {
  expect(stripOf(of('mm[Hg]'), null, 25, 10)).toMatchObject({ isToScale: false, step: 0.25 });
  expect(stripOf(of('mV', [null, null]), 500, 25, 10)).toBeNull();
});

it('loses no spike, and leaves a gap where nothing was recorded', () => {
  const values = Array.from({ length: 100 }, (_, i) => (i === 33 ? 9 : 0));
  expect(linePath(values, 0.01, (v) => v)).toContain(' 9.00');
  expect(linePath([1, null, 1], 1, (v) => v).match(/M/g)).toHaveLength(2);
  expect(linePath([1], 1, (v) => v)).toBe(`M${lead.before.toFixed(2)} 1.00h0`);
});
