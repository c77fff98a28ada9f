import { expect, it } from 'vitest';
import { touches } from './use-live-agenda.ts';

const week = { from: '2026-11-23', until: '2026-11-30', practitionerId: null };

it.each([
  ['2026-11-22', false],
  ['2026-11-23', true],
  ['2026-11-29', true],
  ['2026-11-30', false],
  [null, true],
])('of a week the day %s: %s', (day, is) => {
  expect(touches([{ day, practitionerId: 'p' }], week)).toBe(is);
});

it('of one practitioner alone what is theirs, or anybody’s', () => {
  const own = { ...week, practitionerId: 'p' };
  const on = (practitionerId: string | null) => [{ day: '2026-11-24', practitionerId }];
  expect([touches(on('p'), own), touches(on('q'), own), touches(on(null), own)]).toEqual([true, false, true]);
  expect(touches([], week)).toBe(false);
});
