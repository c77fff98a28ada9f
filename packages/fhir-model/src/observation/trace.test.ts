import type { Observation } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { readTrace } from './trace.ts';

const lead = (text: string, data: string, more = {}) => ({
  code: { text },
  valueSampledData: {
    origin: { value: 2048, unit: 'uV', system: 'http://unitsofmeasure.org', code: 'uV' },
    period: 2,
    factor: 1.5,
    dimensions: 1,
    data,
    ...more,
  },
});
const ecg = (part: Partial<Observation>): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'ECG' },
  effectiveDateTime: '2026-11-20T08:00:00Z',
  ...part,
});

it('gives each lead its samples in the unit they were recorded in', () => {
  const trace = readTrace(ecg({ component: [lead('I', '0 10 E -10'), lead('II', '4 L U')] }));
  expect(trace?.leads).toMatchObject([
    { name: { text: 'I' }, unit: 'uV', period: 2, values: [2048, 2063, null, 2033] },
    { name: { text: 'II' }, values: [2054, null, null] },
  ]);
});

it('takes leads that are interleaved apart, and says of no period that it is none', () => {
  const { valueSampledData } = lead('', '1 10 2 20', { dimensions: 2, factor: 1, period: 0 });
  const trace = readTrace(ecg({ valueSampledData: { ...valueSampledData, origin: { value: 0 } } }));
  expect(trace?.leads).toMatchObject([
    { dimension: 1, unit: null, period: null, values: [1, 2] },
    { dimension: 2, values: [10, 20] },
  ]);
});

it('takes no number of leads at its word, and draws no more samples than a page can', () => {
  const of = (data: string, dimensions: number) =>
    readTrace(ecg({ component: [lead('I', data, { dimensions })] }));
  for (const dimensions of [4_000_000, 65, 3, Number.NaN, -1, 0, 1.5])
    expect(of('1 2', dimensions)?.leads.map(({ dimension, values }) => [dimension, values.length])).toEqual([
      [null, 0],
    ]);
  expect(of('1 2', 4_000_000)?.isUnreadable).toBe(true);
  const long = of('1 '.repeat(600_000), 2);
  expect(long?.leads.map(({ values }) => values.length)).toEqual([250_000, 250_000]);
  expect([long?.isCut, long?.isUnreadable]).toEqual([true, false]);
  expect(of('1 2', 2)).toMatchObject({ isCut: false, isUnreadable: false, leads: [{}, {}] });
});

it('is nothing for what was taken back or has no samples', () => {
  expect(readTrace(ecg({ status: 'entered-in-error', component: [lead('I', '1')] }))).toBeNull();
  expect(readTrace(ecg({ valueString: 'rythme sinusal' }))).toBeNull();
});
