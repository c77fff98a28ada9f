import type { Bundle } from '@medplum/fhirtypes';
import { readAllergy, sortAllergies, type Allergy, type SortedAllergies } from '@keneyapp/fhir-model/allergy';
import { hasNext, readAll } from '@keneyapp/fhir-model/bundles';

export type { Allergy };

export interface AllergiesView extends SortedAllergies {
  truncated: boolean;
}

export function allergiesView(bundle: Bundle): AllergiesView {
  return { ...sortAllergies(readAll(bundle, 'AllergyIntolerance', readAllergy)), truncated: hasNext(bundle) };
}
