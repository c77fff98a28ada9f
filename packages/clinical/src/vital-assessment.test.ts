import { describe, expect, it } from 'vitest';
import { news2 } from './news2.ts';
import {
  assessVital,
  impossiblePair,
  isCritical,
  levelIn,
  possibleRange,
  vitalBand,
} from './vital-assessment.ts';
import { saturationScale2, vitalRanges } from './vital-ranges.ts';
import { vitalDefinitions, vitalSigns } from './vital-signs.ts';

const adult = { ageMonths: 720 };

describe('ranges as data', () => {
  it.each(vitalSigns)('%s: ages follow each other without gap or overlap, limits are in order', (sign) => {
    const bands = vitalRanges[sign];
    expect(bands[0]?.from).toBe(0);
    expect(bands.at(-1)?.to).toBe(Infinity);
    bands.forEach((band, i) => {
      if (i > 0) expect(band.from).toBe(bands[i - 1]?.to);
      const limits = [band.lowest, band.criticalLow, band.low, band.high, band.criticalHigh].filter(
        (l) => l !== null,
      );
      expect([...limits].sort((a, b) => a - b)).toEqual(limits);
      for (const limit of limits) expect(limit).toBeLessThanOrEqual(band.highest);
    });
  });
  it.each(vitalSigns)(
    '%s: every age in months has exactly one band, every value exactly one level that never goes back',
    (sign) => {
      const order = ['critical-low', 'low', 'normal', 'unknown', 'high', 'critical-high'];
      for (let ageMonths = 0; ageMonths < 1300; ageMonths++) {
        expect(vitalRanges[sign].filter((b) => ageMonths >= b.from && ageMonths < b.to)).toHaveLength(1);
        if (ageMonths % 11 !== 0) continue;
        const { lowest, highest } = possibleRange(sign, { ageMonths });
        let last = 0;
        for (let step = 0; step <= 200; step++) {
          const level = order.indexOf(
            assessVital(sign, lowest + ((highest - lowest) * step) / 200, { ageMonths }),
          );
          expect(level).toBeGreaterThanOrEqual(last);
          last = level;
        }
        expect(assessVital(sign, lowest - 0.01, { ageMonths })).toBe('impossible');
        expect(assessVital(sign, highest + 0.01, { ageMonths })).toBe('impossible');
      }
    },
  );
  it.each(vitalSigns)('%s: at each limit the value belongs to the inner or outer band alone', (sign) => {
    for (const band of vitalRanges[sign]) {
      const at = (value: number) => levelIn(band, value);
      if (band.criticalLow !== null) {
        expect(at(band.criticalLow)).not.toBe('critical-low');
        expect(at(band.criticalLow - 0.01)).toBe('critical-low');
      }
      if (band.low !== null) expect(at(band.low)).toBe('normal');
      if (band.high !== null)
        expect(at(band.high)).toBe(band.high === band.criticalHigh ? 'critical-high' : 'high');
      if (band.criticalHigh !== null) {
        expect(at(band.criticalHigh)).toBe('critical-high');
        expect(at(band.criticalHigh - 0.01)).not.toBe('critical-high');
      }
    }
  });
});

describe('assessment', () => {
  it.each([
    ['heartRate', 40, 'critical-low'],
    ['heartRate', 41, 'low'],
    ['heartRate', 51, 'normal'],
    ['heartRate', 90, 'normal'],
    ['heartRate', 91, 'high'],
    ['heartRate', 131, 'critical-high'],
    ['respiratoryRate', 8, 'critical-low'],
    ['respiratoryRate', 9, 'low'],
    ['respiratoryRate', 20, 'normal'],
    ['respiratoryRate', 25, 'critical-high'],
    ['systolic', 90, 'critical-low'],
    ['systolic', 91, 'low'],
    ['systolic', 139, 'normal'],
    ['systolic', 140, 'high'],
    ['systolic', 180, 'critical-high'],
    ['diastolic', 110, 'critical-high'],
    ['diastolic', 59, 'low'],
    ['temperature', 35, 'critical-low'],
    ['temperature', 35.1, 'low'],
    ['temperature', 38, 'normal'],
    ['temperature', 38.1, 'high'],
    ['temperature', 41, 'critical-high'],
    ['oxygenSaturation', 91, 'critical-low'],
    ['oxygenSaturation', 95, 'low'],
    ['oxygenSaturation', 96, 'normal'],
    ['oxygenSaturation', 101, 'impossible'],
    ['weight', 72, 'unknown'],
    ['weight', 7, 'impossible'],
    ['temperature', 375, 'impossible'],
    ['pain', 4, 'high'],
    ['glucose', 0.5, 'critical-low'],
    ['height', NaN, 'impossible'],
  ] as const)('adult: %s %d is %s', (sign, value, level) =>
    expect(assessVital(sign, value, adult)).toBe(level),
  );
  it.each([
    [0, 'heartRate', 165, 'critical-high'],
    [0, 'heartRate', 140, 'normal'],
    [6, 'respiratoryRate', 40, 'normal'],
    [6, 'respiratoryRate', 60, 'critical-high'],
    [1, 'temperature', 38, 'critical-high'],
    [4, 'temperature', 38.5, 'high'],
    [18, 'systolic', 71, 'critical-low'],
    [100, 'systolic', 86, 'low'],
    [150, 'heartRate', 60, 'normal'],
    [3, 'weight', 72, 'impossible'],
    [3, 'oxygenSaturation', 91, 'low'],
  ] as const)('at %i months: %s %d is %s', (ageMonths, sign, value, level) =>
    expect(assessVital(sign, value, { ageMonths })).toBe(level),
  );
  it('without an age refuses only what nobody can have', () => {
    expect(assessVital('weight', 3, { ageMonths: null })).toBe('unknown');
    expect(assessVital('weight', 700, { ageMonths: null })).toBe('impossible');
    expect(vitalBand('weight', { ageMonths: -1 })).toBeNull();
    expect(vitalBand('weight', { ageMonths: NaN })).toBeNull();
  });
  it('agrees with NEWS2: what scores 3 there is critical here', () => {
    const well = {
      respiratoryRate: 16,
      oxygenSaturation: 98,
      supplementalOxygen: false,
      systolic: 125,
      heartRate: 70,
      consciousness: 'alert',
      temperature: 36.8,
    } as const;
    for (const spo2Scale of [1, 2] as const)
      for (const supplementalOxygen of [false, true])
        for (const [sign, from, to, step] of [
          ['respiratoryRate', 1, 60, 1],
          ['oxygenSaturation', 60, 100, 1],
          ['heartRate', 20, 200, 1],
          ['systolic', 50, 179, 1],
          ['temperature', 330, 409, 1],
        ] as const) {
          for (let raw = from; raw <= to; raw += step) {
            const value = sign === 'temperature' ? raw / 10 : raw;
            const result = news2({ ...well, supplementalOxygen, [sign]: value }, { ageYears: 60, spo2Scale });
            const score = result.status === 'complete' ? result.scores[sign] : NaN;
            expect(
              isCritical(assessVital(sign, value, { ageMonths: 720, spo2Scale, supplementalOxygen })),
              `${sign} ${value}`,
            ).toBe(score === 3);
          }
        }
  });
  it('uses scale 2 for adults only', () => {
    expect(vitalBand('oxygenSaturation', { ageMonths: 720, spo2Scale: 2 })).toBe(saturationScale2.onAir);
    expect(vitalBand('oxygenSaturation', { ageMonths: 20, spo2Scale: 2 })).toBe(
      vitalRanges.oxygenSaturation[0],
    );
  });
  it('knows that the diastolic lies below the systolic', () => {
    expect(impossiblePair({ systolic: 80, diastolic: 120 })).toBe('diastolic-not-below-systolic');
    expect(impossiblePair({ systolic: 80, diastolic: 80 })).toBe('diastolic-not-below-systolic');
    expect(impossiblePair({ systolic: 120, diastolic: 80 })).toBeNull();
    expect(impossiblePair({ systolic: 120 })).toBeNull();
    expect(impossiblePair({})).toBeNull();
  });
  it('has one LOINC code per sign', () => {
    const all = vitalSigns.flatMap((sign) => vitalDefinitions[sign].loinc);
    expect(new Set(all).size).toBe(all.length);
  });
});
