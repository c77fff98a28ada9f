import { describe, expect, it } from 'vitest';
import { news2, news2Parameters, type News2Input, type News2Parameter } from './news2.ts';

const well: Required<News2Input> = {
  respiratoryRate: 16,
  oxygenSaturation: 98,
  supplementalOxygen: false,
  systolic: 125,
  heartRate: 70,
  consciousness: 'alert',
  temperature: 36.8,
};
const adult = { ageYears: 60, spo2Scale: 1 } as const;
const scoreOf = (parameter: News2Parameter, change: News2Input, scale: 1 | 2 = 1) => {
  const result = news2({ ...well, ...change }, { ageYears: 60, spo2Scale: scale });
  return result.status === 'complete' ? result.scores[parameter] : null;
};

describe('NEWS2 bands (RCP 2017, chart 1)', () => {
  it.each([
    [8, 3],
    [9, 1],
    [11, 1],
    [12, 0],
    [20, 0],
    [21, 2],
    [24, 2],
    [25, 3],
  ])('breathing %d: %d', (v, s) => expect(scoreOf('respiratoryRate', { respiratoryRate: v })).toBe(s));
  it.each([
    [91, 3],
    [92, 2],
    [93, 2],
    [94, 1],
    [95, 1],
    [96, 0],
    [100, 0],
  ])('saturation %d, scale 1: %d', (v, s) =>
    expect(scoreOf('oxygenSaturation', { oxygenSaturation: v })).toBe(s),
  );
  it.each([
    [83, 3],
    [84, 2],
    [85, 2],
    [86, 1],
    [87, 1],
    [88, 0],
    [92, 0],
    [93, 0],
    [100, 0],
  ])('saturation %d, scale 2, air: %d', (v, s) =>
    expect(scoreOf('oxygenSaturation', { oxygenSaturation: v }, 2)).toBe(s),
  );
  it.each([
    [83, 3],
    [85, 2],
    [87, 1],
    [88, 0],
    [92, 0],
    [93, 1],
    [94, 1],
    [95, 2],
    [96, 2],
    [97, 3],
  ])('saturation %d, scale 2, oxygen: %d', (v, s) =>
    expect(scoreOf('oxygenSaturation', { oxygenSaturation: v, supplementalOxygen: true }, 2)).toBe(s),
  );
  it.each([
    [90, 3],
    [91, 2],
    [100, 2],
    [101, 1],
    [110, 1],
    [111, 0],
    [219, 0],
    [220, 3],
  ])('systolic %d: %d', (v, s) => expect(scoreOf('systolic', { systolic: v })).toBe(s));
  it.each([
    [40, 3],
    [41, 1],
    [50, 1],
    [51, 0],
    [90, 0],
    [91, 1],
    [110, 1],
    [111, 2],
    [130, 2],
    [131, 3],
  ])('pulse %d: %d', (v, s) => expect(scoreOf('heartRate', { heartRate: v })).toBe(s));
  it.each([
    [35, 3],
    [35.1, 1],
    [36, 1],
    [36.1, 0],
    [38, 0],
    [38.1, 1],
    [39, 1],
    [39.1, 2],
  ])('temperature %d: %d', (v, s) => expect(scoreOf('temperature', { temperature: v })).toBe(s));
  it.each([
    ['alert', 0],
    ['confusion', 3],
    ['voice', 3],
    ['pain', 3],
    ['unresponsive', 3],
  ] as const)('%s: %d', (v, s) => expect(scoreOf('consciousness', { consciousness: v })).toBe(s));
  it.each([
    [false, 0],
    [true, 2],
  ])('oxygen %s: %d', (v, s) => expect(scoreOf('supplementalOxygen', { supplementalOxygen: v })).toBe(s));
});

describe('NEWS2 total and risk', () => {
  const risk = (change: News2Input) => {
    const r = news2({ ...well, ...change }, adult);
    return r.status === 'complete' ? [r.total, r.risk] : null;
  };
  it.each([
    [{}, [0, 'low']],
    [{ heartRate: 95, temperature: 38.5, oxygenSaturation: 95, systolic: 105 }, [4, 'low']],
    [{ consciousness: 'voice' }, [3, 'low-medium']],
    [{ heartRate: 115, temperature: 39.5, oxygenSaturation: 95 }, [5, 'medium']],
    [{ consciousness: 'voice', heartRate: 115 }, [5, 'medium']],
    [{ respiratoryRate: 26, oxygenSaturation: 90, supplementalOxygen: true }, [8, 'high']],
    [{ respiratoryRate: 22, heartRate: 115, temperature: 38.5, oxygenSaturation: 93 }, [7, 'high']],
  ] as [News2Input, [number, string]][])('%j', (change, expected) => expect(risk(change)).toEqual(expected));
  it('names the red parameters', () => {
    const r = news2({ ...well, respiratoryRate: 30, consciousness: 'pain' }, adult);
    expect(r.status === 'complete' && r.redParameters).toEqual(['respiratoryRate', 'consciousness']);
  });
  it('with anything missing names it and gives no total', () => {
    for (const parameter of news2Parameters) {
      const r = news2({ ...well, [parameter]: undefined }, adult);
      expect(r).toMatchObject({ status: 'incomplete', missing: [parameter] });
      expect(r).not.toHaveProperty('total');
    }
    expect(news2({}, adult)).toEqual({
      status: 'incomplete',
      scores: {},
      partialTotal: 0,
      missing: [...news2Parameters],
    });
    expect(news2({ heartRate: 140, systolic: NaN }, adult)).toMatchObject({
      status: 'incomplete',
      partialTotal: 3,
    });
  });
  it('on scale 2 needs to know about oxygen from 93 %', () => {
    expect(
      news2({ ...well, oxygenSaturation: 93, supplementalOxygen: undefined }, { ...adult, spo2Scale: 2 }),
    ).toMatchObject({ missing: ['oxygenSaturation', 'supplementalOxygen'] });
    expect(
      news2({ ...well, oxygenSaturation: 90, supplementalOxygen: undefined }, { ...adult, spo2Scale: 2 }),
    ).toMatchObject({ missing: ['supplementalOxygen'] });
  });
  it('is not for children, pregnancy or an unknown age', () => {
    expect(news2(well, { ageYears: 15, spo2Scale: 1 })).toEqual({
      status: 'not-applicable',
      reason: 'under-16',
    });
    expect(news2(well, { ageYears: 16, spo2Scale: 1 }).status).toBe('complete');
    expect(news2(well, { ageYears: null, spo2Scale: 1 })).toEqual({
      status: 'not-applicable',
      reason: 'age-unknown',
    });
    expect(news2(well, { ageYears: 30, isPregnant: true, spo2Scale: 1 })).toEqual({
      status: 'not-applicable',
      reason: 'pregnancy',
    });
  });
});
