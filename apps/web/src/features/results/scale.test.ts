import { describe, expect, it } from 'vitest';
import { hrefOf, readParams } from './search-params.ts';
import { startOf } from './period.ts';
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
});

it('a period counts back on the calendar', () => {
  const now = Date.UTC(2026, 2, 31, 12);
  expect(startOf('1y', now)).toBe(Date.UTC(2025, 2, 31, 12));
  expect(startOf('all', now)).toBeNull();
});

it('the address tells the place and back', () => {
  const params = new URLSearchParams('view=grid&period=1y&test=2823-3&test=718-7~g%2FL&filter=x');
  expect(readParams(params)).toEqual({
    view: 'grid',
    period: '1y',
    group: null,
    tests: ['2823-3', '718-7~g/L'],
    isTable: false,
  });
  expect(readParams(new URLSearchParams(hrefOf('/r', params, { period: '5y' }).slice(3)))).toEqual({
    ...readParams(params),
    period: '5y',
  });
  expect(hrefOf('/r', params, { view: 'tests', period: 'all', tests: [] })).toBe('/r');
  expect(readParams(new URLSearchParams('view=nonsense&period=9')).view).toBe('tests');
});
