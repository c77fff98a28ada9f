import { expect, it } from 'vitest';
import { news2LateAt, news2Monitoring } from './news2-monitoring.ts';

/** Chart 4 of the RCP's report of 2017, line by line. */
it.each([
  [0, false, 12, 12, false],
  [1, false, 4, 6, false],
  [4, false, 4, 6, false],
  [3, true, 1, 1, false],
  [4, true, 1, 1, false],
  [5, false, 1, 1, false],
  [6, true, 1, 1, false],
  [7, false, 1, 1, true],
  [20, true, 1, 1, true],
])('a score of %i (3 in one parameter: %s)', (total, hasRed, dueHours, lateHours, isContinuous) => {
  expect(news2Monitoring(total, hasRed)).toEqual({ dueHours, lateHours, isContinuous });
});

it('the next are late after that time, whatever the zone the last were written in', () => {
  expect(news2LateAt('2026-11-28T08:00:00+01:00', 0, false)).toBe('2026-11-28T19:00:00.000Z');
  expect(news2LateAt('2026-11-28T07:00:00Z', 2, false)).toBe('2026-11-28T13:00:00.000Z');
  expect(news2LateAt('2026-11-28T07:00:00Z', 3, true)).toBe('2026-11-28T08:00:00.000Z');
});

it('of a day without its time, and of nothing, it is not known', () => {
  expect(news2LateAt('2026-11-28', 0, false)).toBeNull();
  expect(news2LateAt('', 0, false)).toBeNull();
});
