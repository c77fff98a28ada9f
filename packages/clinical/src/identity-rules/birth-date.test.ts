import { describe, expect, it } from 'vitest';
import { birthDateOf, birthDateProblem, mayStandForUnknown, readBirthDate } from './birth-date.ts';

const today = { year: 2026, month: 11, day: 24 };

describe('the date that the RNIV writes', () => {
  it.each([
    ['1984-07-12', '1984-07-12'],
    ['1984-07', '1984-07-01'],
    ['1984', '1984-12-31'],
    ['2024-02-29', '2024-02-29'],
  ])('%s is written %s', (known, written) => {
    expect(birthDateOf(known)).toEqual({ known, written, isEstimated: false });
  });
  it.each(['', '84', '1984-13', '2023-02-29', '1984-00', '1984-07-32', '12/07/1984'])(
    '%s is none',
    (text) => {
      expect(birthDateOf(text)).toBeNull();
    },
  );
  it('31 December and 1 January may stand for an unknown day', () => {
    expect(
      ['1950-12-31', '1950-01-01', '1950-12-30', '1950'].map((known) => {
        const date = birthDateOf(known);
        return date && mayStandForUnknown(date);
      }),
    ).toEqual([true, true, false, false]);
  });
});

describe('a birth date as it is typed', () => {
  it.each([
    ['12/07/1984', '1984-07-12', '1984-07-12', false],
    ['12071984', '1984-07-12', '1984-07-12', false],
    ['12 juillet 1984', '1984-07-12', '1984-07-12', false],
    ['31/12/1950', '1950-12-31', '1950-12-31', false],
    ['1950', '1950', '1950-12-31', false],
    ['07/1984', '1984-07', '1984-07-01', false],
    ['00/00/1950', '1950', '1950-12-31', false],
    ['00001950', '1950', '1950-12-31', false],
    ['??/??/1950', '1950', '1950-12-31', false],
    ['XX/07/1950', '1950-07', '1950-07-01', false],
    ['00/07/1950', '1950-07', '1950-07-01', false],
    ['1950-00-00', '1950', '1950-12-31', false],
    ['1950-07-00', '1950-07', '1950-07-01', false],
    ['12/00/1950', '1950', '1950-01-12', false],
    ['vers 1970', '1970', '1970-12-31', true],
    ['~1970', '1970', '1970-12-31', true],
    ['env. 1970', '1970', '1970-12-31', true],
    ['195?', '1950', '1950-12-31', true],
    ['1950s', '1950', '1950-12-31', true],
    ['années 1950s', '1950', '1950-12-31', true],
    ['29/02/2024', '2024-02-29', '2024-02-29', false],
    ['24/11/2026', '2026-11-24', '2026-11-24', false],
    ['2026', '2026', '2026-12-31', false],
  ])('%s', (text, known, written, isEstimated) => {
    expect(readBirthDate(text, today)).toEqual({ ok: true, date: { known, written, isEstimated } });
  });
  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['hier', 'not-a-date'],
    ['vers midi', 'not-a-date'],
    ['29/02/2023', 'no-such-day'],
    ['31/04/1984', 'no-such-day'],
    ['00/13/1984', 'no-such-day'],
    ['32/00/1984', 'no-such-day'],
    ['25/11/2026', 'in-future'],
    ['12/2026', 'in-future'],
    ['2027', 'in-future'],
    ['12/07/1890', 'too-old'],
    ['12/07/1784', 'too-old'],
    ['00/00/1890', 'too-old'],
  ])('%s is %s', (text, problem) => {
    expect(readBirthDate(text, today)).toEqual({ ok: false, problem });
  });
  it('says what is wrong with one that came otherwise', () => {
    const of = (known: string) => birthDateProblem({ known, written: known, isEstimated: false }, today);
    expect(['', '2023-02-29', '2026-12', '2026-11', '1895', '1896', 'x'].map(of)).toEqual([
      'empty',
      'no-such-day',
      'in-future',
      null,
      'too-old',
      null,
      'not-a-date',
    ]);
  });
});
