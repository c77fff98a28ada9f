import { describe, expect, it } from 'vitest';
import { bmiClass, bodyMassIndex } from './bmi.ts';
import { ckdStage, creatinineClearance, creatinineMgDl, egfrCkdEpi2021, egfrSchwartz } from './egfr.ts';
import { parseTypedNumber, roundTo } from './typed-number.ts';

describe('typed numbers', () => {
  it.each([
    ['37,5', 37.5],
    ['37.5', 37.5],
    [' 12 ', 12],
    ['1 234', 1234],
    ['1\u202f234,5', 1234.5],
    ['-3', -3],
    [',5', 0.5],
    ['5,', 5],
    ['+2', 2],
    ['007', 7],
  ])('%j', (text, value) => expect(parseTypedNumber(text)).toBe(value));
  it.each(['', 'abc', '1,2,3', '1.234,5', '12 3', '1e3', '--1', '.', '37°', 'NaN', 'Infinity', '0x10'])(
    'refuses %j',
    (text) => expect(parseTypedNumber(text)).toBeNull(),
  );
  it('rounds half away from zero', () => {
    expect(roundTo(1.005, 2)).toBe(1.01);
    expect(roundTo(-1.005, 2)).toBe(-1.01);
    expect(roundTo(24.25, 1)).toBe(24.3);
    expect(roundTo(2.5, 0)).toBe(3);
  });
});

describe('BMI', () => {
  it('follows the WHO', () => {
    expect(bodyMassIndex(70, 175)).toBe(22.9);
    expect(bodyMassIndex(0, 175)).toBeNull();
    expect(bodyMassIndex(70, 0)).toBeNull();
    expect(bodyMassIndex(NaN, 170)).toBeNull();
  });
  it.each([
    [18.4, 'underweight'],
    [18.5, 'normal'],
    [24.9, 'normal'],
    [25, 'overweight'],
    [30, 'obesity-1'],
    [35, 'obesity-2'],
    [40, 'obesity-3'],
  ] as const)('%d is %s', (bmi, name) => expect(bmiClass(bmi, 18)).toBe(name));
  it('does not class children', () => expect(bmiClass(22, 17)).toBeNull());
});

describe('eGFR', () => {
  // Computed by hand from the equation of the paper; 1.0 mg/dL at 50 gives 92 (man) and 69 (woman), as the NKF calculator does.
  it.each([
    [1, 50, 'male', 92],
    [1, 50, 'female', 69],
    [0.6, 30, 'female', 124],
    [0.7, 40, 'male', 119],
    [2.5, 70, 'male', 27],
    [1.2, 60, 'female', 52],
  ] as const)('%d mg/dL, %i years, %s: %i', (creatinine, years, sex, value) =>
    expect(egfrCkdEpi2021(creatinine, years, sex)).toBe(value),
  );
  it('falls with creatinine and age', () => {
    for (const sex of ['female', 'male'] as const)
      for (let c = 0.3; c < 8; c += 0.1) {
        expect(egfrCkdEpi2021(c + 0.1, 60, sex)).toBeLessThanOrEqual(egfrCkdEpi2021(c, 60, sex) ?? NaN);
        expect(egfrCkdEpi2021(c, 61, sex)).toBeLessThanOrEqual(egfrCkdEpi2021(c, 60, sex) ?? NaN);
      }
  });
  it.each([
    // by hand from the published formula
    [1, 70, 'male', 72, 70],
    [1, 70, 'female', 72, 60],
    [1.5, 80, 'female', 50, 24],
  ] as const)('clearance: %d mg/dL, %i years, %s, %i kg: %i', (creatinine, years, sex, kg, value) =>
    expect(creatinineClearance(creatinine, years, sex, kg)).toBe(value),
  );
  it('no clearance of a child, nor without weight or creatinine', () => {
    expect(creatinineClearance(1, 17, 'male', 70)).toBeNull();
    expect(creatinineClearance(1, 40, 'male', 0)).toBeNull();
    expect(creatinineClearance(0, 40, 'male', 70)).toBeNull();
  });
  it('converts and refuses', () => {
    expect(creatinineMgDl(88.42)).toBeCloseTo(1, 10);
    expect(egfrCkdEpi2021(0, 50, 'male')).toBeNull();
    expect(egfrCkdEpi2021(1, 17, 'male')).toBeNull();
    expect(egfrSchwartz(0.5, 8, 130)).toBe(107);
    for (const [c, a, h] of [
      [0, 8, 130],
      [0.5, 0, 60],
      [0.5, 18, 170],
      [0.5, 8, 0],
    ] as const)
      expect(egfrSchwartz(c, a, h)).toBeNull();
  });
  it.each([
    [90, 'G1'],
    [89, 'G2'],
    [60, 'G2'],
    [59, 'G3a'],
    [45, 'G3a'],
    [44, 'G3b'],
    [30, 'G3b'],
    [29, 'G4'],
    [15, 'G4'],
    [14, 'G5'],
  ] as const)('%i is %s', (value, stage) => expect(ckdStage(value)).toBe(stage));
});
