import type { AllergyIntolerance, Bundle } from '@medplum/fhirtypes';
import { readAllergy, sortAllergies, type Allergy, type SortedAllergies } from '@keneyapp/fhir-model/allergy';
import { hasNext, readAll } from '@keneyapp/fhir-model/bundles';
import { nothingBehind, type StatementVersions } from '../../statement-versions.ts';

export type { Allergy };
export type AllergyVersions = StatementVersions<Allergy>;

/** A version by itself. */
export const allergyOf = (stored: AllergyIntolerance): Allergy => readAllergy(stored, nothingBehind);

export interface AllergiesView extends SortedAllergies {
  truncated: boolean;
}

export function allergiesView(bundle: Bundle): AllergiesView {
  return { ...sortAllergies(readAll(bundle, 'AllergyIntolerance', readAllergy)), truncated: hasNext(bundle) };
}
