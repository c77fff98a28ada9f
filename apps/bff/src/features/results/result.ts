import { coded } from '@keneyapp/fhir-model/coded';
import type { Subject } from '@keneyapp/fhir-model/observation/range';
import { isOfVitals, readObservation, type Reading } from '@keneyapp/fhir-model/observation/read';
import { isWithdrawn } from '@keneyapp/fhir-model/observation/when';
import type { SampledData } from '@keneyapp/fhir-model/shapes';
import type { Observation } from '@medplum/fhirtypes';
import { categories, type Category } from './view.ts';

export interface Result extends Reading {
  category: Category;
}

/** Values of an Observation that is no vital sign and stands. */
export function resultsOf(o: Observation, subject: Subject): Result[] {
  if (isWithdrawn(o) || isOfVitals(o)) return [];
  const category = categoryOf(o);
  return recordedTogether(o, readObservation(o, subject)).map((reading) => ({ ...reading, category }));
}

/** Leads that were sampled together are one result, named as the whole: its trace draws them all. */
function recordedTogether(o: Observation, readings: readonly Reading[]): Reading[] {
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

function categoryOf(o: Observation): Category {
  const codes = (o.category ?? []).flatMap((c) => c.coding ?? []).map((c) => c.code);
  return categories.find((category) => codes.includes(category)) ?? 'other';
}

/** What has parts names them. */
export const partsOf = (o: Observation) => (o.component?.length ? coded(o.code) : null);
