import type { Bundle } from '@medplum/fhirtypes';
import { latestFirst } from '../../fhir/basics.ts';
import { hasNext, readAll } from '../../fhir/bundle.ts';
import { readImmunization, type ImmunizationRow } from '../../fhir/immunization.ts';

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
