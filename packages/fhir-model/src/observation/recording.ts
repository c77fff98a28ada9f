import type { Observation } from '@medplum/fhirtypes';
import { coded } from '../coded.ts';
import type { SampledData } from '../shapes.ts';
import type { Reading } from './read.ts';

/** Leads that were sampled together are one result, named as the whole: its trace draws them all. */
export function recordedTogether(o: Observation, readings: readonly Reading[]): Reading[] {
  const samples = readings.flatMap(({ value }) => (value.kind === 'sampled' ? value.sampled : []));
  const [first] = samples;
  const reading = readings.find(({ value }) => value.kind === 'sampled');
  if (!first || !reading || samples.length < 2) return [...readings];
  const sum = (of: (s: SampledData) => number) => samples.reduce((n, s) => n + of(s), 0);
  const shared = <T>(of: (s: SampledData) => T): T | null =>
    samples.every((s) => of(s) === of(first)) ? of(first) : null;
  const unit = shared((s) => s.code ?? s.unit) === null ? null : first;
  const ends = samples.flatMap(({ least, most }) =>
    unit && least !== null && most !== null ? [least, most] : [],
  );
  const sampled: SampledData = {
    count: sum((s) => s.count),
    errors: sum((s) => s.errors),
    below: sum((s) => s.below),
    above: sum((s) => s.above),
    dimensions: sum((s) => s.dimensions),
    period: shared((s) => s.period),
    least: ends.length > 0 ? Math.min(...ends) : null,
    most: ends.length > 0 ? Math.max(...ends) : null,
    unit: unit?.unit ?? null,
    code: unit?.code ?? null,
    lowerLimit: shared((s) => s.lowerLimit),
    upperLimit: shared((s) => s.upperLimit),
    start: first.start,
  };
  const whole: Reading = { ...reading, name: coded(o.code), of: null, value: { kind: 'sampled', sampled } };
  return [whole, ...readings.filter(({ value }) => value.kind !== 'sampled')];
}
