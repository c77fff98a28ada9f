import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkIns, formatIns, insKey, parseIns } from './ins.ts';
import { hasLuhnKey, isRpps, luhnKey } from './rpps.ts';

describe('INS', () => {
  it.each([
    ['1850575123456', '73'],
    ['2620875032039', '77'],
    ['1631278477042', '94'],
    ['1891275125012', '82'],
  ])('key of %s is %s', (number, key) => {
    expect(insKey(number)).toBe(key);
    expect(checkIns(number + key)).toEqual({ ok: true, matricule: number + key });
  });
  it('replaces Corsican departments before the division', () => {
    expect(insKey('184022A004001')).toBe(String(97n - (1840219004001n % 97n)).padStart(2, '0'));
    expect(insKey('184022B004001')).toBe(String(97n - (1840218004001n % 97n)).padStart(2, '0'));
    expect(insKey('184022a004001')).toBe(insKey('184022A004001'));
  });
  it('says what is wrong', () => {
    expect(checkIns('185 05 75')).toEqual({ ok: false, reason: 'length' });
    expect(checkIns('5850575123456 73')).toEqual({ ok: false, reason: 'characters' });
    expect(checkIns('1850575123456 7X')).toEqual({ ok: false, reason: 'characters' });
    expect(checkIns('185057512345674')).toEqual({ ok: false, reason: 'key' });
    expect(insKey('185052C123456')).toBeNull();
  });
  it('finds every single wrong digit and every swap of neighbours', () => {
    const good = '185057512345673';
    for (let i = 1; i < 13; i++)
      for (let digit = 0; digit <= 9; digit++) {
        const wrong = good.slice(0, i) + digit + good.slice(i + 1);
        if (wrong !== good) expect(checkIns(wrong).ok).toBe(false);
      }
    for (let i = 1; i < 12; i++) {
      const swapped = good.slice(0, i) + good[i + 1] + good[i] + good.slice(i + 2);
      if (swapped !== good) expect(checkIns(swapped).ok).toBe(false);
    }
  });
  it('reads sex, date and place of birth', () => {
    expect(parseIns('1 85 05 75 123 456 73')).toEqual({
      sex: 'male',
      year: '85',
      month: 5,
      department: '75',
      communeCode: '75123',
      order: '456',
      key: '73',
    });
    const at = (number: string) => parseIns(number + insKey(number));
    expect(at('284022A004001')).toMatchObject({ sex: 'female', department: '2A', communeCode: '2A004' });
    expect(at('2990197105010')).toMatchObject({ department: '971', communeCode: '97105' });
    expect(at('2990198735010')).toMatchObject({ department: '987' });
    expect(at('2990199352010')).toMatchObject({ department: '99', communeCode: '99352' });
    expect(at('1855075123456')).toMatchObject({ month: null });
    expect(at('1850075123456')).toMatchObject({ month: null });
    expect(parseIns('185057512345674')).toBeNull();
  });
  it('writes it in groups', () => {
    expect(formatIns('185057512345673')).toBe('1 85 05 75 123 456 73'.replaceAll(' ', '\u00a0'));
    expect(formatIns('1850575123456')).toBe('1 85 05 75 123 456'.replaceAll(' ', '\u00a0'));
    expect(formatIns('12')).toBe('12');
  });
});

describe('RPPS', () => {
  it('accepts numbers with their Luhn key', () => {
    expect(isRpps('99700218896')).toBe(true); // test card of the ANS
    expect(isRpps('99 700 218 896')).toBe(true);
    expect(hasLuhnKey('79927398713')).toBe(true); // example of the algorithm
    expect(luhnKey('7992739871')).toBe('3');
  });
  it('refuses the rest', () => {
    for (const text of ['99700218895', '9970021889', '997002188960', '9970021889a', ''])
      expect(isRpps(text)).toBe(false);
    expect(luhnKey('x')).toBeNull();
  });
  it('holds for every demo account', () => {
    const accounts = JSON.parse(
      readFileSync(new URL('../../../infra/demo/accounts.json', import.meta.url), 'utf8'),
    ) as { rpps: string | null }[];
    const numbers = accounts.flatMap((a) => (a.rpps ? [a.rpps] : []));
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.filter((n) => !isRpps(n))).toEqual([]);
  });
});
