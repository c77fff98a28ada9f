import type { Bundle } from '@medplum/fhirtypes';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { hasNext, readAll } from '@keneyapp/fhir-model/bundles';
import { readImmunization, type ImmunizationRow } from '@keneyapp/fhir-model/immunization';

export type { ImmunizationRow };

export interface ImmunizationsView {
  /** Latest first. */
  items: ImmunizationRow[];
  truncated: boolean;
}

export function immunizationsView(bundle: Bundle): ImmunizationsView {
  const items = readAll(bundle, 'Immunization', readImmunization)
    .filter((i) => i.status !== 'entered-in-error')
    .sort(latestFirst((i) => i.date));
  return { items, truncated: hasNext(bundle) };
}
