import { describe, expect, it } from 'vitest';
import {
  age,
  ageInDays,
  ageInMonths,
  ageInYears,
  civilDateAt,
  daysInMonth,
  formatIsoDate,
  isRealDate,
  parseIsoDate,
} from './age.ts';

const d = (text: string) => {
  const date = parseIsoDate(text);
  if (!date) throw new Error(text);
  return date;
};

describe('age', () => {
  it.each([
    ['2026-11-24', '2026-11-24', 0, 'day'],
    ['2026-10-28', '2026-11-24', 27, 'day'],
    ['2026-10-27', '2026-11-24', 4, 'week'],
    ['2026-08-25', '2026-11-24', 13, 'week'],
    ['2026-08-24', '2026-11-24', 3, 'month'],
    ['2023-11-25', '2026-11-24', 35, 'month'],
    ['2023-11-24', '2026-11-24', 3, 'year'],
    ['1984-07-12', '2026-11-24', 42, 'year'],
    ['1984-11-25', '2026-11-24', 41, 'year'],
  ] as const)('born %s, on %s: %i %s', (birth, at, value, unit) =>
    expect(age(d(birth), d(at))).toEqual({ value, unit }),
  );
  it('is null before birth', () => expect(age(d('2026-11-25'), d('2026-11-24'))).toBeNull());
  it('treats 29 February and the 31st', () => {
    expect(ageInYears(d('2000-02-29'), d('2026-02-27'))).toBe(25);
    expect(ageInYears(d('2000-02-29'), d('2026-02-28'))).toBe(26);
    expect(ageInMonths(d('2026-01-31'), d('2026-02-27'))).toBe(0);
    expect(ageInMonths(d('2026-01-31'), d('2026-02-28'))).toBe(1);
    expect(ageInMonths(d('2026-01-31'), d('2026-04-30'))).toBe(3);
  });
  it('never shrinks as days pass, and a birthday adds exactly one year', () => {
    for (let offset = 0, last = -1; offset < 1500; offset++) {
      const at = civilDateAt(new Date(Date.UTC(2023, 1, 28 + offset, 12)), 'UTC');
      const months = ageInMonths(d('2023-02-28'), at);
      expect(months).toBeGreaterThanOrEqual(last);
      expect(months - last).toBeLessThanOrEqual(1);
      expect(ageInDays(d('2023-02-28'), at)).toBe(offset);
      last = months;
    }
  });
});

describe('dates', () => {
  it('knows real days', () => {
    expect(daysInMonth(2024, 2)).toBe(29);
    expect(daysInMonth(2100, 2)).toBe(28);
    expect(isRealDate({ year: 2023, month: 2, day: 29 })).toBe(false);
    expect(isRealDate({ year: 2023, month: 0, day: 1 })).toBe(false);
    expect(isRealDate({ year: 2023, month: 13, day: 1 })).toBe(false);
    expect(isRealDate({ year: 2023, month: 1, day: 0 })).toBe(false);
  });
  it('reads FHIR dates and gives null for partial or impossible ones', () => {
    expect(parseIsoDate('1984-07-12')).toEqual({ year: 1984, month: 7, day: 12 });
    expect(parseIsoDate('1984-07-12T10:00:00Z')).toEqual({ year: 1984, month: 7, day: 12 });
    for (const text of ['1984', '1984-07', '1984-02-30', '', 'hier']) expect(parseIsoDate(text)).toBeNull();
    expect(formatIsoDate({ year: 984, month: 7, day: 2 })).toBe('0984-07-02');
  });
  it('takes the civil date of the place, not of UTC', () => {
    expect(civilDateAt(new Date('2026-11-23T23:30:00Z'))).toEqual({ year: 2026, month: 11, day: 24 });
    expect(civilDateAt(new Date('2026-11-23T23:30:00Z'), 'UTC')).toEqual({ year: 2026, month: 11, day: 23 });
  });
});
