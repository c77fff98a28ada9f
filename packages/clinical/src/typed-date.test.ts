import { describe, expect, it } from 'vitest';
import { daysInMonth } from './age.ts';
import { isNoSuchDate, parseTypedDate } from './typed-date.ts';

const today = { year: 2026, month: 11, day: 24 };
const read = (text: string) => parseTypedDate(text, today)?.value ?? null;

describe('a birth date as people type it', () => {
  it.each([
    '12/07/1984',
    '12-07-1984',
    '12.07.1984',
    '12 07 1984',
    '12/7/1984',
    '12071984',
    '120784',
    '12/07/84',
    '1984-07-12',
    '1984/07/12',
    '19840712',
    '1984-7-12',
    '12 juillet 1984',
    '12 Juil. 1984',
    '12 juil 84',
    'July 12, 1984',
    '12th july 1984',
    ' 12/07/1984 ',
  ])('%s', (text) => expect(read(text)).toBe('1984-07-12'));
  it.each([
    ['1984', '1984'],
    ['07/1984', '1984-07'],
    ['1984-07', '1984-07'],
    ['198407', '1984-07'],
    ['juillet 1984', '1984-07'],
    ['1er janvier 1950', '1950-01-01'],
    ['29/02/2024', '2024-02-29'],
    ['3 août 2001', '2001-08-03'],
    ['24/11/26', '2026-11-24'],
    ['25/11/26', '1926-11-25'],
    ['14 fév 1999', '1999-02-14'],
    ['01011900', '1900-01-01'],
    ['20101112', '2010-11-12'],
  ])('%s is %s', (text, value) => expect(read(text)).toBe(value));
  it.each([
    '',
    'Durand',
    '31/02/1984',
    '29/02/2023',
    '25/11/2026',
    '2027',
    '1500',
    '12/13/1984',
    '00/07/1984',
    '12/07',
    '12/07/198',
    '1/2/3/4',
    '12/1984/07',
    '1984-07-1984',
    '123456789',
    '12345',
    'jui 1984',
    'juillet',
    'juillet 84',
    'juillet 12 1984 3',
    'juillet 1984 12',
    'juillet 12 198',
    'juillet x 1984',
    '12',
    '999999',
    '1 2',
    '1984/123',
    '123/07/1984',
    '12/abc/1984',
    '12/007/1984',
    '123/1984',
  ])('refuses %j', (text) => expect(read(text)).toBeNull());
  it('reads every day of two centuries back from each usual way of writing it', () => {
    for (let year = 1900; year <= 2025; year += 5)
      for (let month = 1; month <= 12; month++)
        for (const day of [1, 15, daysInMonth(year, month)]) {
          const [y, m, dd] = [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')];
          for (const text of [`${dd}/${m}/${y}`, `${day}/${month}/${y}`, `${y}-${m}-${dd}`, `${dd}${m}${y}`])
            expect(read(text)).toBe(`${y}-${m}-${dd}`);
        }
  });
  it.each([
    ['31/12/2098', '2098-12-31'],
    ['01/06/28', '2028-06-01'],
    ['24/11/46', '2046-11-24'],
    ['25/11/46', '1946-11-25'],
    ['12/07/84', '1984-07-12'],
    ['30 juin 2030', '2030-06-30'],
    ['2031', '2031'],
    ['31/02/2030', null],
    ['01/01/1500', null],
  ])('where a date may lie ahead, %s is %s', (text, value) =>
    expect(parseTypedDate(text, today, { mayLieAhead: true })?.value ?? null).toBe(value),
  );
  it('tells the precision', () => {
    expect(parseTypedDate('1984', today)?.precision).toBe('year');
    expect(parseTypedDate('7/1984', today)?.precision).toBe('month');
    expect(parseTypedDate('12/7/1984', today)?.precision).toBe('day');
  });
});

describe('a date that is written like one and does not exist', () => {
  it.each([
    '31/02/2026',
    '31 02 26',
    '31022026',
    '2026-02-31',
    '31 février 2026',
    '12/13/1984',
    '13/2026',
    '00/07/1984',
  ])('%s', (text) => expect(isNoSuchDate(text)).toBe(true));
  it.each([
    '',
    'Durand',
    '28/02/2026',
    '29/02/2024',
    '2026',
    '07/2026',
    '12/07',
    '1500',
    '01/01/1500',
    'demain',
  ])('is not %j', (text) => expect(isNoSuchDate(text)).toBe(false));
});
