import type { Observation } from '@medplum/fhirtypes';
import type { Subject } from '@keneyapp/fhir-model/observation/range';
import { measureNames, type MeasureName } from '@keneyapp/fhir-model/vital-codes';
import { readMeasure } from '@keneyapp/fhir-model/vital-sign';
import type { Measure, VitalsSet } from './view.ts';

/** Reads and drops what is no vital sign. */
export function readMeasures(observations: readonly Observation[], subject: Subject): Measure[] {
  return observations.flatMap((o) => readMeasure(o, subject) ?? []);
}

/**
 * One column for what was recorded together, or at one moment; newest first, measures in the order of the flowsheet. What
 * nobody put together and would fill a row twice at one moment is several sets: one for each who recorded, and one for
 * each time they did.
 */
export function groupSets(measures: readonly Measure[]): VitalsSet[] {
  const byMoment = new Map<string, Measure[]>();
  for (const measure of measures) {
    const moment = `${momentOf(measure.takenAt)} ${measure.setKey ?? ''}`;
    const held = byMoment.get(moment);
    if (held) held.push(measure);
    else byMoment.set(moment, [measure]);
  }
  return [...byMoment.entries()]
    .flatMap(([key, group]) => (group[0]?.setKey === null ? apart(key, group) : [[key, group] as const]))
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([key, group]) => {
      const sorted = group.sort((a, b) => measureNames.indexOf(a.name) - measureNames.indexOf(b.name));
      const first = sorted[0] as Measure;
      return {
        key,
        takenAt: first.takenAt,
        recordedBy: sorted.find((m) => m.recordedBy)?.recordedBy ?? null,
        note: sorted.find((m) => m.note)?.note ?? null,
        measures: sorted,
      };
    });
}

function apart(key: string, group: Measure[]): (readonly [string, Measure[]])[] {
  if (new Set(group.map((m) => m.row)).size === group.length) return [[key, group]];
  const columns = new Map<string, Measure[]>();
  for (const measure of group) {
    const who = measure.recordedBy ?? '';
    let n = 0;
    while (columns.get(`${who} ${n}`)?.some((m) => m.row === measure.row)) n += 1;
    columns.set(`${who} ${n}`, [...(columns.get(`${who} ${n}`) ?? []), measure]);
  }
  return [...columns].map(([column, measures]) => [`${key}${column}`, measures]);
}

/** Instants compare as instants whatever their offset; dates without a time stay dates. */
function momentOf(takenAt: string): string {
  const at = new Date(takenAt);
  return takenAt.length > 10 && !Number.isNaN(at.getTime()) ? at.toISOString() : takenAt;
}

/** The last measure of each name that still stands. */
export function latestOf(measures: readonly Measure[]): Partial<Record<MeasureName, Measure>> {
  const latest: Partial<Record<MeasureName, Measure>> = {};
  for (const measure of measures) {
    const known = latest[measure.name];
    if (
      measure.state !== 'entered-in-error' &&
      (!known || momentOf(measure.takenAt) > momentOf(known.takenAt))
    )
      latest[measure.name] = measure;
  }
  return latest;
}
