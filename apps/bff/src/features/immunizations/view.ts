import type { Bundle } from '@medplum/fhirtypes';
import { hasNext, readAll } from '@keneyapp/fhir-model/bundles';
import {
  readImmunization,
  sortImmunizations,
  type ImmunizationRow,
  type Protocol,
  type SortedImmunizations,
} from '@keneyapp/fhir-model/immunization';

export type { ImmunizationRow, Protocol };

export interface ImmunizationsView extends SortedImmunizations {
  truncated: boolean;
}

export function immunizationsView(bundle: Bundle): ImmunizationsView {
  return {
    ...sortImmunizations(readAll(bundle, 'Immunization', readImmunization)),
    truncated: hasNext(bundle),
  };
}
