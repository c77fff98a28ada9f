import type { Bundle, Immunization } from '@medplum/fhirtypes';
import { nothingBehind, type StatementVersions } from '../../statement-versions.ts';
import { hasNext, readAll } from '@keneyapp/fhir-model/bundles';
import {
  readImmunization,
  sortImmunizations,
  type ImmunizationRow,
  type Protocol,
  type SortedImmunizations,
} from '@keneyapp/fhir-model/immunization';

export type { ImmunizationRow, Protocol };

export type ImmunizationVersions = StatementVersions<ImmunizationRow>;

/** A version by itself. */
export const immunizationOf = (stored: Immunization): ImmunizationRow =>
  readImmunization(stored, nothingBehind);

export interface ImmunizationsView extends SortedImmunizations {
  truncated: boolean;
}

export function immunizationsView(bundle: Bundle): ImmunizationsView {
  return {
    ...sortImmunizations(readAll(bundle, 'Immunization', readImmunization)),
    truncated: hasNext(bundle),
  };
}
