import { describe, expect, it } from 'vitest';
import { convertCommon, convertUnit, isUcumUnit, normaliseUnit, printUnit } from './units.ts';

describe('units', () => {
  it.each([
    [98.6, '[degF]', 'Cel', 37],
    [37, 'Cel', '[degF]', 98.6],
    [150, '[lb_av]', 'kg', 68.0388555],
    [68.0388555, 'kg', 'lbs', 150],
    [70, '[in_i]', 'cm', 177.8],
    [177.8, 'cm', 'in', 70],
    [1.75, 'm', 'cm', 175],
    [175, 'cm', 'm', 1.75],
    [3500, 'g', 'kg', 3.5],
    [3.5, 'kg', 'g', 3500],
    [120, 'mmHg', 'kPa', 15.99864],
    [16, 'kPa', 'mm[Hg]', 120.0102],
    [95, 'mg/dL', 'g/L', 0.95],
    [0.95, 'g/L', 'mg/dL', 95],
    [72, '{beats}/min', '/min', 72],
  ] as const)('%d %s is %s', (value, from, to, expected) =>
    expect(convertCommon(value, from, to)).toBeCloseTo(expected, 4),
  );
  it('converts the rest through UCUM, with molar mass between mass and substance', async () => {
    expect(await convertUnit(1, 'mg/dL', 'umol/L', 113.12)).toBeCloseTo(88.4, 1);
    expect(await convertUnit(5.5, 'mmol/L', 'umol/L')).toBeCloseTo(5500, 6);
    expect(await convertUnit(98.6, '[degF]', 'Cel')).toBeCloseTo(37, 6);
    expect(await convertUnit(1, 'mg/dL', 'umol/L')).toBeNull();
    expect(await convertUnit(1, 'kg', 'cm')).toBeNull();
    expect(await convertUnit(1, 'quatsch', 'cm')).toBeNull();
  });
  it('agrees with UCUM wherever the small table answers', async () => {
    const { UcumLhcUtils } = await import('@lhncbc/ucum-lhc');
    for (const [from, to] of [
      ['[degF]', 'Cel'],
      ['Cel', '[degF]'],
      ['[lb_av]', 'kg'],
      ['kg', '[lb_av]'],
      ['[in_i]', 'cm'],
      ['cm', '[in_i]'],
      ['mm[Hg]', 'kPa'],
      ['kPa', 'mm[Hg]'],
      ['mg/dL', 'g/L'],
      ['g/L', 'mg/dL'],
      ['m', 'cm'],
      ['g', 'kg'],
    ] as const) {
      expect(convertCommon(17.3, from, to)).toBeCloseTo(
        UcumLhcUtils.getInstance().convertUnitTo(from, 17.3, to).toVal ?? NaN,
        4,
      );
    }
  });
  it('does not convert across a pair it does not know', () => {
    expect(convertCommon(1, 'kg', 'cm')).toBeNull();
    expect(convertCommon(1, '%', 'kg')).toBeNull();
  });
  it('checks, normalises and prints', async () => {
    expect(await isUcumUnit('mm[Hg]')).toBe(true);
    expect(await isUcumUnit('quatsch')).toBe(false);
    expect(normaliseUnit('bpm')).toBe('/min');
    expect(normaliseUnit('mmol/L')).toBe('mmol/L');
    expect(printUnit('mm[Hg]')).toBe('mmHg');
    expect(printUnit('{score}')).toBe('');
    expect(printUnit('mmol/L')).toBe('mmol/L');
    expect(printUnit('{cells}/uL')).toBe('/uL');
  });
});
