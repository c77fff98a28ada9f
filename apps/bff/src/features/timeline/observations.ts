import type { DiagnosticReport, Observation } from '@medplum/fhirtypes';
import { coded } from '@keneyapp/fhir-model/coded';
import { date } from '@keneyapp/fhir-model/dates';
import { nameBehind } from '@keneyapp/fhir-model/names';
import { idOf, type Lookup } from '@keneyapp/fhir-model/references';
import type { Coded } from '@keneyapp/fhir-model/shapes';
import { item } from './item.ts';
import { bedsideFirst, digest, effective, isValid, measuresOf } from './measures.ts';
import type { TimelineItem } from './view.ts';

const nameless: Coded = { text: null, codes: [] };

/**
 * Thousands of values as few lines: results by the report they came in, those without a report by day, vital signs by the
 * moment they were taken.
 */
export function observationItems(
  observations: readonly Observation[],
  reports: readonly DiagnosticReport[],
  lookup: Lookup,
): TimelineItem[] {
  const valid = observations.filter(isValid);
  const byId = new Map(valid.map((o) => [o.id ?? '', o]));
  const told = new Set<string>();
  const items = reports
    .filter((r) => r.status !== 'entered-in-error' && r.status !== 'cancelled')
    .map((report) => {
      const members = (report.result ?? []).flatMap((reference) => byId.get(idOf(reference) ?? '') ?? []);
      for (const { id } of members) if (id) told.add(id);
      return item(`DiagnosticReport/${report.id}`, 'results', {
        date: date(report.effectiveDateTime) ?? date(report.effectivePeriod?.start) ?? date(report.issued),
        title: coded(report.code),
        status: report.status === 'final' ? null : (report.status ?? null),
        ...digest(members.flatMap(measuresOf)),
        details: [
          report.conclusion?.trim(),
          nameBehind((report.resultsInterpreter ?? report.performer)?.[0], lookup, report),
        ].filter((d): d is string => Boolean(d)),
      });
    });
  const rest = valid.filter((o) => !told.has(o.id ?? ''));
  const isVital = (o: Observation) =>
    o.category?.some((c) => c.coding?.some((x) => x.code === 'vital-signs')) ?? false;
  return [
    ...items,
    ...grouped(rest.filter(isVital), (o) => effective(o)?.slice(0, 16) ?? null).map((set) =>
      measured(set, 'vitals'),
    ),
    ...grouped(
      rest.filter((o) => !isVital(o)),
      (o) => `${effective(o)?.slice(0, 10) ?? ''} ${o.category?.[0]?.coding?.[0]?.code ?? ''}`,
    ).map((set) => measured(set, 'results')),
  ].filter((i) => i.kind !== 'vitals' || (i.count ?? 0) > 0);
}

function grouped(
  observations: readonly Observation[],
  keyOf: (o: Observation) => string | null,
): Observation[][] {
  const groups = new Map<string, Observation[]>();
  for (const o of observations) {
    const key = keyOf(o) ?? `no date ${o.id}`;
    const group = groups.get(key);
    if (group) group.push(o);
    else groups.set(key, [o]);
  }
  return [...groups.values()];
}

function measured(set: readonly Observation[], kind: 'vitals' | 'results'): TimelineItem {
  const [first] = set;
  const all = set.flatMap(measuresOf);
  const values = digest(kind === 'vitals' ? all.sort(bedsideFirst) : all);
  return item(`Observation/${first?.id}`, kind, {
    date: first ? effective(first) : null,
    title: set.length === 1 && first && kind === 'results' ? coded(first.code) : nameless,
    ...values,
  });
}
