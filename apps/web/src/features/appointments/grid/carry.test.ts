import { expect, it } from 'vitest';
import { hasMoved, nextFree, shifted, snapped, stepped, stretched, type Carried } from './carry.ts';

const at = (from: number, to: number) => ({ from, to });
const hours = at(480, 1_080);

it('goes later and earlier as long as it is, and stays within the hours', () => {
  expect(shifted(at(540, 570), 45, hours)).toEqual(at(585, 615));
  expect(shifted(at(540, 570), -90, hours)).toEqual(at(480, 510));
  expect(shifted(at(1_040, 1_070), 60, hours)).toEqual(at(1_050, 1_080));
});

it('is never shorter than a step', () => {
  expect(stretched(at(540, 570), 15, { step: 15, hours })).toEqual(at(540, 585));
  expect(stretched(at(540, 570), -60, { step: 15, hours })).toEqual(at(540, 555));
  expect(stretched(at(1_050, 1_070), 60, { step: 5, hours })).toEqual(at(1_050, 1_080));
});

it('steps onto the grid first', () => {
  expect([snapped(547, 15), snapped(548, 15), snapped(547, 5)]).toEqual([540, 555, 545]);
  expect([stepped(545, 1, 15), stepped(545, -1, 15)]).toEqual([10, -5]);
  expect([stepped(540, 1, 15), stepped(540, -1, 15)]).toEqual([15, -15]);
});

it('finds the next free place that is long enough, and the one before', () => {
  const free = [at(480, 500), at(560, 620), at(900, 1_000)];
  expect(nextFree(free, at(540, 570), { direction: 1, step: 15 })).toBe(570);
  expect(nextFree(free, at(600, 630), { direction: 1, step: 15 })).toBe(900);
  expect(nextFree(free, at(900, 930), { direction: -1, step: 15 })).toBe(585);
  expect(nextFree(free, at(480, 510), { direction: -1, step: 15 })).toBeNull();
});

it('put down where it was has not moved', () => {
  const carried: Carried = {
    ...at(540, 570),
    ...{ itemId: 'a', fromColumn: 'p', column: 'p', before: at(540, 570), by: 'keyboard' },
  };
  expect(hasMoved(carried)).toBe(false);
  expect(hasMoved({ ...carried, column: 'q' })).toBe(true);
  expect(hasMoved({ ...carried, to: 585 })).toBe(true);
});
