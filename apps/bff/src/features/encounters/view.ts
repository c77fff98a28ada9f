import type { Bundle } from '@medplum/fhirtypes';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { lookupIn } from '@keneyapp/fhir-model/references';
import { readEncounter, type EncounterRow } from '@keneyapp/fhir-model/encounter';

export type { EncounterRow };
export type { StayView } from './stay-view.ts';

export interface EncountersView {
  /** Latest first; current ones before all. */
  items: EncounterRow[];
  total: number;
  truncated: boolean;
}

export function encountersView(bundle: Bundle, now: Date): EncountersView {
  const lookup = lookupIn(bundle);
  const latest = latestFirst<EncounterRow>((e) => e.start);
  const items = matches(bundle, 'Encounter')
    .map((e) => readEncounter(e, lookup, now))
    .filter((e) => e.status !== 'entered-in-error')
    .sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent) || latest(a, b));
  return { items, total: Math.max(bundle.total ?? 0, items.length), truncated: hasNext(bundle) };
}
