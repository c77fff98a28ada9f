import { isIsoDay } from '@keneyapp/clinical';
import { expect, test } from 'vitest';
import {
  addDays,
  agendaHref,
  agendaSpan,
  monthSpan,
  readParams,
  todayInHospital,
  viewOf,
} from './agenda-search-params.ts';

const staff = (today: string) => ({ today, isOwn: false });

test('an address and a place are the same thing', () => {
  for (const href of [
    '/agenda',
    '/agenda?view=day&from=2026-11-24&who=pract-medecin&where=loc-cardiologie&zoom=large',
    '/agenda?who=all',
    '/agenda?room=loc-echo-1&where=all',
  ]) {
    expect(agendaHref(readParams(Object.fromEntries(new URL(href, 'http://x').searchParams)))).toBe(href);
  }
});

test('nonsense in the address is no place', () => {
  expect(readParams({ view: 'year', from: '2026-13-45', who: '../x', where: ['a', 'b'] })).toEqual({
    view: null,
    from: null,
    who: null,
    room: null,
    where: null,
    zoom: 'medium',
  });
});

test.each(['0000-01-01', '0001-01-01', '9999-12-31'])(
  'a week that has no days to count (%s) is this one',
  (from) => {
    const span = agendaSpan(readParams({ from, view: 'week' }), staff('2026-11-24'));
    expect(span).toEqual({ from: '2026-11-23', days: 7, ofOwnUnits: true });
    for (const days of [-7, 7]) expect(isIsoDay(addDays(span.from, days))).toBe(true);
  },
);

test('a week begins on Monday, whatever day is asked', () => {
  const week = readParams({ view: 'week', from: '2026-11-29', where: 'all' });
  expect(agendaSpan(week, staff('2026-01-01'))).toEqual({ from: '2026-11-23', days: 7, ofOwnUnits: false });
});

test('staff open on today in their own units, a patient on a week of their own', () => {
  const nothing = readParams({});
  expect(viewOf(nothing, false)).toBe('day');
  expect(agendaSpan(nothing, staff('2026-11-24'))).toEqual({ from: '2026-11-24', days: 1, ofOwnUnits: true });
  expect(viewOf(readParams({ view: 'day' }), true)).toBe('list');
  expect(agendaSpan(nothing, { today: '2026-11-24', isOwn: true })).toEqual({
    from: '2026-11-23',
    days: 7,
    ofOwnUnits: false,
  });
});

test.each([
  ['2026-12-14', '2026-11-30', 35, '2026-11-01', '2027-01-01'],
  ['2027-02-01', '2027-02-01', 28, '2027-01-01', '2027-03-01'],
  ['2026-08-31', '2026-07-27', 42, '2026-07-01', '2026-09-01'],
])('the month of %s is whole weeks from %s on', (day, from, days, previous, next) => {
  expect(monthSpan({ from: day }, '2026-01-01')).toEqual({
    month: day.slice(0, 7),
    from,
    days,
    previous,
    next,
  });
});

test('today is the hospital’s, not the one of UTC', () => {
  expect(todayInHospital(new Date('2026-11-23T23:30:00Z'))).toBe('2026-11-24');
});
