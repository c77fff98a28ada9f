import { readObservation } from '@keneyapp/fhir-model/observation/read';
import type { Subject } from '@keneyapp/fhir-model/observation/range';
import { measureNames, measureOf } from '@keneyapp/fhir-model/vital-codes';
import { isVitalSign, readMeasure } from '@keneyapp/fhir-model/vital-sign';
import { valuesOf } from '@keneyapp/fhir-model/vital-values';
import type { Observation } from '@medplum/fhirtypes';
import type { Level, Measure } from './view.ts';

/** The values of one Observation; a blood pressure is one value of two numbers. */
export function measuresOf(o: Observation, subject: Subject): Measure[] {
  const vital = isVitalSign(o) ? readMeasure(o, subject) : null;
  if (vital)
    return valuesOf(vital).map(({ name, value, level, direction }) => ({
      name: name ?? vital.label,
      value,
      level,
      direction,
    }));
  return readObservation(o, subject).map(({ name, value, level, direction }) => ({
    name,
    value,
    level,
    direction,
  }));
}

/** Vital signs in the order they are read at the bedside. */
export function bedsideFirst(a: Observation, b: Observation): number {
  const rank = ({ code }: Observation) => measureNames.indexOf(measureOf(code) ?? 'other');
  return rank(a) - rank(b);
}

const order: Record<Level, number> = { critical: 0, abnormal: 1, normal: 2, unknown: 2 };
const maxMeasures = 6;

/** What an item says of its values: how many, how many outside their range, the worst of them. */
export function digest(measures: readonly Measure[]): {
  count: number;
  abnormal: number;
  critical: number;
  measures: Measure[];
} {
  return {
    count: measures.length,
    abnormal: measures.filter((m) => m.level === 'abnormal').length,
    critical: measures.filter((m) => m.level === 'critical').length,
    measures: measures
      .map((m, i) => ({ m, i }))
      .sort((a, b) => order[a.m.level] - order[b.m.level] || a.i - b.i)
      .slice(0, maxMeasures)
      .map(({ m }) => m),
  };
}
