import { isIsoDay } from '@keneyapp/clinical';
import { expect, test } from 'vitest';
import { addDays, agendaHref, agendaSpan, readParams, todayInHospital } from './agenda-search-params.ts';

test('an address and a place are the same thing', () => {
  for (const href of [
    '/agenda',
    '/agenda?view=day&from=2026-11-24&who=pract-medecin&where=loc-cardiologie',
    '/agenda?who=all',
  ]) {
    expect(agendaHref(readParams(Object.fromEntries(new URL(href, 'http://x').searchParams)))).toBe(href);
  }
});

test('nonsense in the address is no place', () => {
  expect(readParams({ view: 'year', from: '2026-13-45', who: '../x', where: ['a', 'b'] })).toEqual({
    view: 'week',
    from: null,
    who: null,
    where: null,
  });
});

test.each(['0000-01-01', '0001-01-01', '9999-12-31'])(
  'a week that has no days to count (%s) is this one',
  (from) => {
    const span = agendaSpan(readParams({ from }), '2026-11-24');
    expect(span).toEqual({ from: '2026-11-23', days: 7, ofOwnUnits: false });
    for (const days of [-7, 7]) expect(isIsoDay(addDays(span.from, days))).toBe(true);
  },
);

test('a week begins on Monday, whatever day is asked', () => {
  expect(agendaSpan({ view: 'week', from: '2026-11-29', who: null, where: null }, '2026-01-01')).toEqual({
    from: '2026-11-23',
    days: 7,
    ofOwnUnits: false,
  });
  expect(agendaSpan({ view: 'day', from: null, who: null, where: 'units' }, '2026-11-24')).toEqual({
    from: '2026-11-24',
    days: 1,
    ofOwnUnits: true,
  });
});

test('today is the hospital’s, not the one of UTC', () => {
  expect(todayInHospital(new Date('2026-11-23T23:30:00Z'))).toBe('2026-11-24');
});
