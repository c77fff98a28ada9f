import type { FoundPlaces, PlacedVisit } from '@keneyapp/bff/features/appointments/booking-view';
import { describe, expect, it } from 'vitest';
import { nearest, obstaclesByOccasion, repeated, visitsOf } from './series.ts';

const visit = (start: string, minutes = 30, kind = 'cardio-suivi'): PlacedVisit => ({
  kind,
  start: new Date(start).toISOString(),
  end: new Date(Date.parse(start) + minutes * 60_000).toISOString(),
  resources: ['Practitioner/p1'],
  practitioners: [{ id: 'p1', name: 'Dr Perrin' }],
  rooms: [],
});
const starts = (occasions: PlacedVisit[][]) => occasions.map((one) => one.map(({ start }) => start));

describe('a series', () => {
  it('keeps the time of the clock over the changes of spring and autumn, and the length', () => {
    const spring = repeated([visit('2027-03-22T09:00:00+01:00')], { every: 1, times: 2 });
    expect(starts(spring)).toEqual([['2027-03-22T08:00:00.000Z'], ['2027-03-29T07:00:00.000Z']]);
    expect(spring[1]?.[0]?.end).toBe('2027-03-29T07:30:00.000Z');
    const autumn = repeated([visit('2027-10-25T09:00:00+02:00')], { every: 2, times: 3 });
    expect(starts(autumn)).toEqual([
      ['2027-10-25T07:00:00.000Z'],
      ['2027-11-08T08:00:00.000Z'],
      ['2027-11-22T08:00:00.000Z'],
    ]);
  });

  it('takes along what follows on the same day, and knows which date an obstacle is of', () => {
    const pair = [visit('2027-01-04T09:00:00+01:00', 30, 'cardio-echo'), visit('2027-01-04T10:00:00+01:00')];
    const series = repeated(pair, { every: 1, times: 3 });
    expect(visitsOf(series).map(({ kind }) => kind)).toEqual([
      'cardio-echo',
      'cardio-suivi',
      'cardio-echo',
      'cardio-suivi',
      'cardio-echo',
      'cardio-suivi',
    ]);
    const obstacle = (at: number) => ({ at, resource: null, reason: 'taken' as const, by: [] });
    const found = obstaclesByOccasion(series, { obstacles: [obstacle(3), obstacle(4), obstacle(5)] });
    expect(found.map((those) => those.map(({ at }) => at))).toEqual([[], [3], [4, 5]]);
  });

  it('goes to the nearest place, before or after', () => {
    const free: FoundPlaces['free'] = [
      '2027-01-04T08:00:00Z',
      '2027-01-05T08:00:00Z',
      '2027-01-08T08:00:00Z',
    ].map((start) => ({ visit: visit(start), then: null }));
    expect(nearest(free, '2027-01-06T07:00:00Z')?.[0]?.start).toBe('2027-01-05T08:00:00.000Z');
    expect(nearest([], '2027-01-06T07:00:00Z')).toBeNull();
  });
});
