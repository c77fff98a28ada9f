import { expect, it } from 'vitest';
import { daysOf } from './month.ts';

const range = (from: string, to: string, day = '2026-12-01') => ({
  start: `${day}T${from}:00+01:00`,
  end: `${day}T${to}:00+01:00`,
});
const booking = (id: string, from: string, to: string, state: 'booked' | 'held' = 'booked') => ({
  ...{ id, state },
  ...range(from, to),
});

it('counts who comes, and what is still free of what is open', () => {
  const [day, next] = daysOf('2026-12-01', 2, [
    {
      // open for two kinds at the same time
      open: [range('09:00', '12:00'), range('10:00', '12:00'), range('09:00', '10:00', '2026-12-02')],
      // over each other, kept on the telephone, outside of what is open
      taken: [
        booking('a', '09:00', '10:00'),
        booking('b', '09:30', '10:30'),
        booking('c', '11:00', '11:30', 'held'),
        booking('d', '14:00', '15:00'),
      ],
    },
    // with both of them
    { open: [range('09:00', '10:00')], taken: [booking('a', '09:00', '10:00')] },
  ]);
  expect(day).toEqual({ day: '2026-12-01', appointments: 3, openMinutes: 240, freeMinutes: 60 });
  expect(next).toEqual({ day: '2026-12-02', appointments: 0, openMinutes: 60, freeMinutes: 60 });
});

it('the day on which the clocks go forward is an hour shorter', () => {
  const all = { start: '2026-03-28T23:00:00Z', end: '2026-03-29T22:00:00Z' };
  expect(daysOf('2026-03-29', 1, [{ open: [all], taken: [] }])[0]?.openMinutes).toBe(23 * 60);
});
