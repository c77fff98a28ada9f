import type { Bundle } from '@medplum/fhirtypes';
import { readAllergy, sortAllergies, type Allergy, type AllergyReaction, type AllergyState } from '../../fhir/allergy.ts';
import { hasNext, lookupIn, matches } from '../../fhir/bundle.ts';
import type { Coded } from '../../fhir/shapes.ts';

export type { Allergy, AllergyReaction, AllergyState, Coded };

export interface AllergiesView {
  state: AllergyState;
  /** Worst first. */
  current: Allergy[];
  past: Allergy[];
  truncated: boolean;
}

export function allergiesView(bundle: Bundle): AllergiesView {
  const lookup = lookupIn(bundle);
  return { ...sortAllergies(matches(bundle, 'AllergyIntolerance').map((a) => readAllergy(a, lookup))), truncated: hasNext(bundle) };
}
