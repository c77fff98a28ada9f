import { describe, expect, it } from 'vitest';
import { startOf } from '../period.ts';
import { courseSpan, plotOf, type CoursePoint } from './course-model.ts';
import { niceTicks, timeTicks, valueSpan } from './scale.ts';

const none = { low: null, high: null, criticalLow: null, criticalHigh: null };

describe('scales', () => {
  it('have round steps that hold every value', () => {
    expect(niceTicks(3.4, 5.9)).toEqual([3, 3.5, 4, 4.5, 5, 5.5, 6]);
    expect(niceTicks(0, 100)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(niceTicks(0.001, 0.0042)[0]).toBeLessThanOrEqual(0.001);
  });
  it('take in limits that are near, leave out those far away, and stay positive', () => {
    expect(valueSpan([3.4, 5.9], [{ ...none, low: 3.5, high: 5, criticalHigh: 6.5 }]).high).toBeGreaterThan(
      6.5,
    );
    expect(valueSpan([5], [{ ...none, high: 500 }]).high).toBeLessThan(10);
    expect(valueSpan([0, 0.2], []).low).toBe(0);
    const flat = valueSpan([140, 140], []);
    expect(flat.high).toBeGreaterThan(flat.low);
  });
  it.each([
    [86_400_000, 'hour'],
    [20 * 86_400_000, 'day'],
    [300 * 86_400_000, 'month'],
    [9000 * 86_400_000, 'year'],
  ] as const)('write %d ms by the %s', (span, step) => {
    const from = Date.UTC(2020, 4, 17),
      ticks = timeTicks(from, from + span, 6);
    expect(ticks.step).toBe(step);
    expect(ticks.at.length).toBeGreaterThan(2);
    expect(ticks.at.length).toBeLessThan(12);
    for (const at of ticks.at) expect(at).toBeGreaterThanOrEqual(from);
  });
  it.each([
    ['2026-11-20T09:17:00Z', 3, ['00:00', '12:00']],
    ['2026-07-20T09:17:00Z', 1, ['00:00', '06:00', '12:00', '18:00']],
    // the clock goes back, then forward
    ['2026-10-23T09:17:00Z', 3, ['00:00', '12:00']],
    ['2026-03-27T09:17:00Z', 3, ['00:00', '12:00']],
    ['2026-03-28T23:30:00Z', 0.25, ['01:00', '03:00', '04:00', '05:00', '06:00', '07:00']],
    ['2026-10-20T09:17:00Z', 20, ['00:00']],
    ['2026-03-20T09:17:00Z', 200, ['00:00']],
  ] as const)('stand from %s on for %d days at %s in the hospital', (from, days, hours) => {
    const start = Date.parse(from);
    const { at } = timeTicks(start, start + days * 86_400_000, 6);
    const clock = new Intl.DateTimeFormat('fr', { timeZone: 'Europe/Paris', timeStyle: 'short' });
    expect([...new Set(at.map((moment) => clock.format(moment)))].sort()).toEqual(hours);
    expect(at).toEqual([...new Set(at)].sort((a, b) => a - b));
  });
});

it('a period counts back on the calendar', () => {
  const now = Date.UTC(2026, 2, 31, 12);
  expect(startOf('1y', now, null)).toBe(Date.UTC(2025, 2, 31, 12));
  expect(startOf('all', now, null)).toBeNull();
  // with the day before it: the emergency room led to the stay
  expect(startOf('stay', now, '2026-03-28T08:00:00Z')).toBe(Date.UTC(2026, 2, 27, 8));
  expect(startOf('stay', now, null)).toBeNull();
});

describe('the chart', () => {
  const point = (key: string, at: number, value: number, more: Partial<CoursePoint> = {}): CoursePoint => ({
    key,
    at,
    value,
    comparator: null,
    level: 'normal',
    direction: null,
    words: { value: '', range: '', notes: '', spoken: '' },
    ...more,
  });
  const band = { from: -Infinity, to: Infinity, ...none, lowWords: '', highWords: 'critique 6' };

  it('keeps two lines apart, and their points in the order of time', () => {
    const plot = plotOf(
      [
        { id: 'systolic', points: [point('s1', 0, 120), point('s2', 100, 130)] },
        { id: 'diastolic', points: [point('d1', 0, 70), point('d2', 100, 80)] },
      ],
      [],
      [0, 100],
      200,
      100,
    );
    expect(plot.lines.map(({ id, index, runs }) => [id, index, runs.length])).toEqual([
      ['systolic', 0, 1],
      ['diastolic', 1, 1],
    ]);
    expect(plot.points.map((p) => p.point.key)).toEqual(['s1', 'd1', 's2', 'd2']);
  });
  it('joins no value that is only known to be below or above, and leaves out what is outside of the period', () => {
    const plot = plotOf(
      [
        {
          id: 'k',
          points: [
            point('early', -50, 4),
            point('a', 0, 4),
            point('b', 50, 3, { comparator: '<' }),
            point('c', 100, 5),
          ],
        },
      ],
      [{ ...band, low: 3.5, high: 5, criticalHigh: 6 }],
      [0, 100],
      200,
      100,
    );
    expect(plot.points).toHaveLength(3);
    expect(plot.lines[0]?.runs).toEqual([]);
    expect(plot.bands).toHaveLength(1);
    expect(plot.limits).toMatchObject([{ side: 'high', words: 'critique 6', x1: 0, x2: 200 }]);
  });
  it('spans the period asked for, or all that was measured', () => {
    expect(courseSpan([50, 150], 0, 100)).toEqual([0, 150]);
    // a year that ends in the period is drawn where it begins
    expect(courseSpan([-30, 50], 0, 100)).toEqual([-30, 100]);
    const [from, to] = courseSpan([0, 1_000_000_000], null, 5);
    expect(from).toBeLessThan(0);
    expect(to).toBeGreaterThan(1_000_000_000);
  });
});
