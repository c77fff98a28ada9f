import type { DiagnosticReport, Observation } from '@medplum/fhirtypes';
import { coded } from '@keneyapp/fhir-model/coded';
import { nameBehind } from '@keneyapp/fhir-model/names';
import type { Lookup } from '@keneyapp/fhir-model/references';
import type { Coded } from '@keneyapp/fhir-model/shapes';
import { item } from './item.ts';
import { membersOf } from '@keneyapp/fhir-model/members';
import { isWithdrawn, observedAt } from '@keneyapp/fhir-model/observation/when';
import type { Subject } from '@keneyapp/fhir-model/observation/range';
import { setSystem } from '@keneyapp/fhir-model/vital-codes';
import { isVitalSign } from '@keneyapp/fhir-model/vital-sign';
import { bedsideFirst, digest, measuresOf } from './measures.ts';
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
  subject: Subject,
): TimelineItem[] {
  const valid = observations.filter((o) => !isWithdrawn(o));
  const byId = new Map(valid.map((o) => [o.id ?? '', o]));
  const told = new Set<string>();
  const items = reports
    .filter((r) => r.status !== 'entered-in-error' && r.status !== 'cancelled')
    .map((report) => {
      const members = membersOf(report).flatMap(({ id, contained }) => contained ?? byId.get(id ?? '') ?? []);
      for (const { id } of members) if (id) told.add(id);
      return item(`DiagnosticReport/${report.id}`, 'results', {
        date: observedAt(report).at,
        title: coded(report.code),
        status: report.status === 'final' ? null : (report.status ?? null),
        ...digest(members.flatMap((o) => measuresOf(o, subject))),
        details: [
          report.conclusion?.trim(),
          nameBehind((report.resultsInterpreter ?? report.performer)?.[0], lookup, report),
        ].filter((d): d is string => Boolean(d)),
      });
    });
  const rest = valid.filter((o) => !told.has(o.id ?? ''));
  return [
    ...items,
    ...grouped(rest.filter(isVitalSign), setOf).map((set) => measured(set, 'vitals', subject)),
    ...grouped(
      rest.filter((o) => !isVitalSign(o)),
      (o) => `${observedAt(o).at?.slice(0, 10) ?? ''} ${o.category?.[0]?.coding?.[0]?.code ?? ''}`,
    ).map((set) => measured(set, 'results', subject)),
  ].filter((i) => i.kind !== 'vitals' || (i.count ?? 0) > 0);
}

/** Recorded together, or in one minute. */
function setOf(o: Observation): string | null {
  const at = observedAt(o).at;
  return at && `${at.slice(0, 16)} ${o.identifier?.find((i) => i.system === setSystem)?.value ?? ''}`;
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

function measured(set: readonly Observation[], kind: 'vitals' | 'results', subject: Subject): TimelineItem {
  const [first] = set;
  const sorted = kind === 'vitals' ? set.toSorted(bedsideFirst) : set;
  return item(`Observation/${first?.id}`, kind, {
    date: first ? observedAt(first).at : null,
    end: set.length === 1 && first ? observedAt(first).end : null,
    title: set.length === 1 && first && kind === 'results' ? coded(first.code) : nameless,
    ...digest(sorted.flatMap((o) => measuresOf(o, subject))),
  });
}
