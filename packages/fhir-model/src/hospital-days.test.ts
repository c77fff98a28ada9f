import { expect, test } from 'vitest';
import { addDays, dayOf, mondayOf, offsetAt, startOf } from './hospital-days.ts';

test.each([
  ['2026-11-24', '2026-11-23T23:00:00.000Z'],
  ['2026-07-01', '2026-06-30T22:00:00.000Z'],
  ['2026-03-29', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', '2026-03-29T22:00:00.000Z'], // the clock goes forward on the 29th
  ['2026-10-25', '2026-10-24T22:00:00.000Z'],
  ['2026-10-26', '2026-10-25T23:00:00.000Z'], // and back on the 25th
])('%s begins in Paris at %s', (day, instant) => {
  expect(startOf(day).toISOString()).toBe(instant);
  expect(dayOf(new Date(instant))).toBe(day);
  expect(dayOf(new Date(Date.parse(instant) - 1))).toBe(addDays(day, -1));
});

test.each([
  ['2026-11-23', '2026-11-23'],
  ['2026-11-24', '2026-11-23'],
  ['2026-11-29', '2026-11-23'],
  ['2027-01-01', '2026-12-28'],
])('the week of %s begins on %s', (day, monday) => {
  expect(mondayOf(day)).toBe(monday);
});

test.each([
  ['2026-07-12T08:30', '+02:00'],
  ['2026-12-24T08:30', '+01:00'],
  ['2026-03-29T02:30', '+02:00'], // does not exist: what comes after is in summer
  ['2026-10-25T02:30', '+02:00'], // comes twice: the first
  ['1970-07-01T12:00', '+01:00'],
  ['1900-01-01T12:00', '+00:09'],
])('on the clock of the hospital, %s is %s from UTC', (local, offset) => {
  expect(offsetAt(local)).toBe(offset);
});
