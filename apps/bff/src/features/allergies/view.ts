import type { Allergy, AllergyReaction, AllergyState } from '../../fhir/allergy.ts';
import type { Coded } from '../../fhir/shapes.ts';

export type { Allergy, AllergyReaction, AllergyState, Coded };

export interface AllergiesView {
  state: AllergyState;
  /** Worst first. */
  current: Allergy[];
  past: Allergy[];
  truncated: boolean;
}
