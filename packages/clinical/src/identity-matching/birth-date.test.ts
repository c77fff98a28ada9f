import { describe, expect, it } from 'vitest';
import { comparableDate, compareBirthDates } from './birth-date.ts';

const compared = (a: string, b: string) => {
  const [left, right] = [comparableDate(a), comparableDate(b)];
  if (!left || !right) throw new Error('not a date');
  expect(compareBirthDates(right, left)).toBe(compareBirthDates(left, right));
  return compareBirthDates(left, right);
};

it.each([
  ['1980-02-14', '1980-02-14', 'equal'],
  ['2000-02-29', '2000-02-29', 'equal'],
  ['2000-02-29', '2000-02-28', 'slip'],
  ['1980-02-14', '1980-02-15', 'slip'],
  ['1980-02-14', '1980-02-13', 'slip'],
  ['1957-03-12', '1975-03-12', 'slip'],
  ['1980-02-13', '1980-03-13', 'slip'],
  ['1980-03-31', '1980-03-13', 'slip'],
  ['1980-05-12', '1980-12-05', 'day-month'],
  ['1980-05-01', '1980-05-28', 'month'],
  ['1980-05-12', '1981-06-12', 'different'],
  ['1980-05-12', '1980-09-27', 'different'],
  ['1980', '1980-05-12', 'partial-year'],
  ['1980-05', '1980-05-12', 'partial-month'],
  ['1980-05', '1980-05', 'partial-month'],
  ['1980-05', '1980', 'partial-year'],
  ['1980-05', '1980-06-12', 'different'],
  ['1980', '1981-05-12', 'different'],
  ['1980', '1980', 'partial-year'],
])('%s and %s: %s', (a, b, level) => expect(compared(a, b)).toBe(level));

describe('a day that may stand for one that nobody knows', () => {
  it.each([
    ['1950-12-31', '1950-12-31', 'equal-fictive'],
    ['1950-01-01', '1950-01-01', 'equal-fictive'],
    ['1950-12-31', '1950-04-17', 'partial-year'],
    ['1950-12-31', '1950-01-01', 'partial-year'],
    // not by one digit: the year is all that it says
    ['1950-12-31', '1950-12-30', 'partial-year'],
    ['1950-01-01', '1950-01', 'partial-year'],
    ['1950-12-31', '1962-04-17', 'different'],
  ])('%s and %s: %s', (a, b, level) => expect(compared(a, b)).toBe(level));
});

it.each([[undefined], [''], ['  '], ['1999-02-29'], ['1980-13-01'], ['1980-00-10'], ['12/05/1980'], ['80']])(
  '%j is no date',
  (text) => expect(comparableDate(text)).toBeNull(),
);
