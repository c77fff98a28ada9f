import { describe, expect, it } from 'vitest';
import { printUnit, unitWords } from './print-unit.ts';
import { convertCommon, convertUnit, isUcumUnit, normaliseUnit } from './units.ts';

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
    expect(printUnit('{cells}/uL')).toBe('/µL');
  });
  it.each([
    ['%', 'mmol/mol'],
    ['mmol/mol', '%'],
    ['mmol/mol', '1'],
    ['mg/g', '%'],
    ['mg/g', '1'],
    ['mmol/L', 'g/L'],
    ['mmol/L', 'meq/L'],
    ['mmol/L', 'mosm/L'],
    ['mol', '10*23'],
    ['U/L', '[iU]/L'],
    ['[iU]/mL', "[arb'U]/mL"],
    ['[iU]/mL', '/mL'],
    ['[CFU]/mL', '/mL'],
    ['mg/L{creat}', 'mg/L'],
    ['mL/min/{1.73_m2}', 'mL/min'],
    ['{copies}/mL', '[iU]/mL'],
    ['[pH]', '1'],
    ['B', '1'],
    ['%', '%{WBC}'],
    ['deg', '1'],
  ])('never brings %s and %s together', async (from, to) => {
    expect(convertCommon(1, from, to)).toBeNull();
    expect(await convertUnit(1, from, to)).toBeNull();
  });
  it.each([
    [75, 'mg/dL', 'g/L', 0.75],
    [0.45, '[iU]/mL', 'm[iU]/mL', 450],
    [300, '10*3/uL', '10*9/L', 300],
    [4.5, 'G/L', '10*9/L', 4.5],
    [12, 'ng/mL', 'ug/L', 12],
    [5, 'mmol/L', 'µmol/L', 5000],
    [30, 'mg/g', 'g/kg', 30],
    [7.2, '%', '%', 7.2],
  ])('%d %s are exactly %s %d', (value, from, to, expected) => {
    expect(convertCommon(value, from, to)).toBe(expected);
  });
  it('converts what is one kind in other words', async () => {
    expect(await convertUnit(1, 'ukat/L', 'U/L')).toBeCloseTo(60, 6);
    expect(await convertUnit(1, 'kg/m3', 'g/L')).toBeCloseTo(1, 9);
    expect(await convertUnit(10, 'cm[H2O]', 'mm[Hg]')).toBeCloseTo(7.3556, 3);
    expect(await convertUnit(2, 'h', 'min')).toBeCloseTo(120, 9);
  });
  it.each([
    ['[iU]/mL', 'UI/mL', 'IU/mL'],
    ['m[IU]/L', 'mUI/L', 'mIU/L'],
    ['ug/dL', 'µg/dL', 'µg/dL'],
    ['ug/(24.h)', 'µg/24\u00a0h', 'µg/24\u00a0h'],
    ['mL/min/{1.73_m2}', 'mL/min/1,73 m²', 'mL/min/1.73 m²'],
    ['10*9/L', 'G/L', '10⁹/L'],
    ['10*4/mL', '10⁴/mL', '10⁴/mL'],
    ['[CFU]/mL', 'UFC/mL', 'CFU/mL'],
    ['{copies}/mL', 'copies/mL', 'copies/mL'],
    ['mg/mmol{creat}', 'mg/mmol creat', 'mg/mmol creat'],
    ['cm[H2O]', 'cmH₂O', 'cmH₂O'],
    ['kg/m2', 'kg/m²', 'kg/m²'],
    ['kg.m/s2', 'kg·m/s²', 'kg·m/s²'],
    ['g/24.h', 'g/24·h', 'g/24·h'],
    ['[pH]', '', ''],
    ['{INR}', '', ''],
    ['mm/h', 'mm/h', 'mm/h'],
    ['/[HPF]', '/HPF', '/HPF'],
    ['[degF]', '°F', '°F'],
    ['a', 'ans', 'years'],
    ['/champ', '/champ', '/champ'],
  ])('%s is printed %s, in English %s', (code, french, english) => {
    expect(printUnit(code, 'fr')).toBe(french);
    expect(printUnit(code, 'en')).toBe(english);
  });
  it('keeps the words of the author', () => {
    expect(unitWords({ unit: 'comprimé', code: null }, 'en')).toBe('comprimé');
    expect(unitWords({ unit: 'cp par jour', code: '{tbl}/d' }, 'fr')).toBe('cp par jour');
    expect(unitWords({ unit: 'UI/mL', code: '[iU]/mL' }, 'en')).toBe('IU/mL');
    expect(unitWords({ unit: 'G/L', code: '10*9/L' }, 'en')).toBe('10⁹/L');
    expect(unitWords({ unit: 'ug/dL', code: null }, 'fr')).toBe('µg/dL');
    expect(unitWords({ unit: '/champ', code: null }, 'fr')).toBe('/champ');
    expect(unitWords({ unit: '{beats}/min', code: null }, 'fr')).toBe('/min');
    expect(unitWords({ unit: null, code: null }, 'fr')).toBe('');
  });
});
