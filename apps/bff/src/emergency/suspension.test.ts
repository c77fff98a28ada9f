import { expect, it } from 'vitest';
import { isRepeated } from './suspension.ts';

const limits = { unjustifiedUses: 3, withinDays: 90 };
const days = (...list: number[]) => list.map((day) => new Date(Date.UTC(2026, 0, 1) + day * 86_400_000));

it.each([
  ['none', [], false],
  ['two', [0, 1], false],
  ['three on one day', [5, 5, 5], true],
  ['three in 90 days to the day', [90, 0, 30], true],
  ['three in 91 days', [0, 30, 91], false],
  ['three late ones of four', [0, 100, 150, 189], true],
  ['four that are far apart', [0, 50, 100, 150], false],
])('%s', (_what, at, expected) => {
  expect(isRepeated(days(...at), limits)).toBe(expected);
});

it('once is enough where once is the limit', () => {
  expect(isRepeated(days(3), { ...limits, unjustifiedUses: 1 })).toBe(true);
});
