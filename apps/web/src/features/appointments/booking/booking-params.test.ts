import { createLoader } from 'nuqs/server';
import { expect, it } from 'vitest';
import { bookingHref, bookingParams, partOf, questionOf } from './booking-params.ts';

const load = createLoader(bookingParams);
const read = (address: string) => load(new URL(address, 'http://localhost'));
const ask = (address: string) => questionOf(read(address), { today: '2026-11-29', limit: 20 });

it('reads every choice from its address, and writes it back as it was', () => {
  const address =
    '/agenda/new?patient=p1&kind=cardio-echo&who=pract-1&from=2026-12-07&days=42&weekdays=124&starts=08:00&ends=12:00&then=cardio-suivi&gap=30&every=2&times=4';
  expect(decodeURIComponent(bookingHref(read(address)))).toBe(address);
  expect(ask(address)).toEqual({
    kind: 'cardio-echo',
    practitionerId: 'pract-1',
    from: '2026-12-07',
    days: 42,
    weekdays: [1, 2, 4],
    starts: '08:00',
    ends: '12:00',
    then: { kind: 'cardio-suivi', maxGapMinutes: 30 },
    limit: 20,
  });
});

it('asks nothing before a kind is chosen, and looks for three weeks from today, never into the past', () => {
  expect(ask('/agenda/new?patient=p1')).toBeNull();
  expect(ask('/agenda/new?kind=k')).toMatchObject({
    from: '2026-11-29',
    days: 21,
    weekdays: null,
    ends: '24:00',
  });
  expect(ask('/agenda/new?kind=k&from=2020-01-01')?.from).toBe('2026-11-29');
});

it('takes what is no value for nothing', () => {
  expect(ask('/agenda/new?kind=k&days=9999&weekdays=890&starts=25:00&from=tomorrow')).toEqual(
    ask('/agenda/new?kind=k'),
  );
});

it.each([
  [null, null, 'all'],
  [null, '12:00', 'morning'],
  ['12:00', null, 'afternoon'],
  ['09:00', '11:00', 'hours'],
])('from %s to %s is %s', (starts, ends, part) => {
  expect(partOf({ starts, ends })).toBe(part);
});
