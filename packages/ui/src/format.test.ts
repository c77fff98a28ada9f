import { describe, expect, it } from 'vitest';
import {
  formatDate,
  formatDateTime,
  formatDigits,
  formatMinutes,
  formatNumber,
  formatRelative,
  formatTime,
  lastInstantOf,
} from './format.ts';

const plain = (text: string | null) => text?.replace(/[\u00a0\u202f]/g, ' ') ?? null;

describe('dates', () => {
  it('are as precise as they were recorded', () => {
    expect(formatDate('1984', 'fr')).toBe('1984');
    expect(formatDate('1984-07', 'fr')).toBe('07/1984');
    expect(formatDate('1984-07-12', 'fr')).toBe('12/07/1984');
    expect(formatDate('1984-07-12', 'en')).toBe('12/07/1984');
  });
  it('of an instant are those of Paris, whatever the zone of the value', () => {
    expect(formatDateTime('2026-03-04T23:30:00Z', 'fr')).toBe('05/03/2026 00:30');
    expect(formatDateTime('2026-07-04T23:30:00+02:00', 'fr')).toBe('04/07/2026 23:30');
    expect(formatTime('2026-07-04', 'fr')).toBeNull();
    expect(formatDateTime('2026-07-04', 'fr')).toBe('04/07/2026');
  });
  it('last until they end in the hospital, in summer and in winter', () => {
    const ends = (value: string) => new Date(lastInstantOf(value)).toISOString();
    expect(ends('2026-11-24')).toBe('2026-11-24T22:59:59.999Z');
    expect(ends('2026-07-31')).toBe('2026-07-31T21:59:59.999Z');
    expect(ends('2026-03-29')).toBe('2026-03-29T21:59:59.999Z');
    expect(ends('2025-11')).toBe('2025-11-30T22:59:59.999Z');
    expect(ends('2025')).toBe('2025-12-31T22:59:59.999Z');
    expect(ends('2026-11-24T08:00:00+01:00')).toBe('2026-11-24T07:00:00.000Z');
    expect(lastInstantOf('hier')).toBeNaN();
  });
  it('that are none are null', () => {
    for (const value of [null, undefined, '', 'hier']) expect(formatDate(value, 'fr')).toBeNull();
    expect(formatRelative('hier', 0, 'fr')).toBeNull();
  });
});

describe('relative time', () => {
  const now = Date.parse('2026-11-24T10:00:00Z');
  it.each([
    ['2026-11-24T09:59:40Z', 'maintenant'],
    ['2026-11-24T09:55:00Z', 'il y a 5 min'],
    ['2026-11-24T08:00:00Z', 'il y a 2 h'],
    ['2026-11-21T10:00:00Z', 'il y a 3 j'],
    ['2026-10-20T10:00:00Z', 'il y a 5 semaines'],
    ['2026-06-20T10:00:00Z', 'il y a 5 mois'],
    ['2021-06-20T10:00:00Z', 'il y a 5 ans'],
    ['2026-11-24', 'aujourd’hui'],
    ['2026-11-23', 'hier'],
    ['2026-11-25', 'demain'],
    ['2026-09', 'il y a 2 mois'],
    ['2020-09', 'il y a 6 ans'],
    ['2024', 'il y a 2 ans'],
  ])('%s is %s', (value, words) => {
    expect(plain(formatRelative(value, now, 'fr'))).toBe(words);
  });
  it('of a day does not depend on the hour', () => {
    expect(formatRelative('2026-11-24', Date.parse('2026-11-24T22:30:00Z'), 'en')).toBe('today');
    expect(formatRelative('2026-11-24', Date.parse('2026-11-24T23:30:00Z'), 'en')).toBe('yesterday'); // past midnight in Paris
  });
});

describe('numbers and units', () => {
  it('have the decimals of the language, a leading zero, no trailing zero', () => {
    expect(plain(formatNumber(1234.5, 'fr'))).toBe('1 234,5');
    expect(formatNumber(0.5, 'fr')).toBe('0,5');
    expect(formatNumber(7, 'fr')).toBe('7');
    expect(formatNumber(7.1, 'en')).toBe('7.1');
  });
  it('lose what a converter added, never what counts', () => {
    expect(formatNumber(28.123456789, 'en')).toBe('28.12');
    expect(formatNumber(0.1 + 0.2, 'en')).toBe('0.3');
    expect(formatNumber(0.00123, 'en')).toBe('0.00123');
    expect(formatNumber(0, 'fr')).toBe('0');
    expect(formatNumber(-4.25, 'fr')).toBe('-4,25');
  });
  it.each([
    ['1.00', '1,00', '1.00'],
    ['7.40', '7,40', '7.40'],
    ['12345.67', '12 345,67', '12,345.67'],
    ['12345678901234567890.123', '12 345 678 901 234 567 890,123', '12,345,678,901,234,567,890.123'],
    ['1.2E+2', '120', '120'],
    ['0.10', '0,10', '0.10'],
    ['1.50e-7', '0,000000150', '0.000000150'],
    ['1.23e+19', '1,23 × 10¹⁹', '1.23 × 10¹⁹'],
    ['-0.5', '-0,5', '-0.5'],
    ['120', '120', '120'],
  ])('keep the digits of %s', (digits, french, english) => {
    expect(plain(formatDigits(digits, 'fr').text)).toBe(french);
    expect(formatDigits(digits, 'en')).toEqual({ text: english, exact: null });
  });
  it('cut what a generator added, and have it at hand', () => {
    expect(formatDigits('173.4217404631797', 'fr')).toEqual({ text: '173,4', exact: '173,4217404631797' });
    expect(plain(formatDigits('12345.67891234', 'fr').text)).toBe('12 346');
    expect(formatDigits('0.00012345678901', 'en').text).toBe('0.0001235');
    expect(formatDigits('beaucoup', 'fr')).toEqual({ text: 'beaucoup', exact: null });
  });
  it('lengths of time keep their two largest parts', () => {
    expect([45, 60, 125, 1440, 3000, 20_000].map((m) => formatMinutes(m, 'fr'))).toEqual([
      '45 min',
      '1 h',
      '2 h 05',
      '1 j',
      '2 j 2 h',
      '13 j',
    ]);
    expect(formatMinutes(3000, 'en')).toBe('2 d 2 h');
  });
});
