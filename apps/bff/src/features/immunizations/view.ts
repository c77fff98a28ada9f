import type { ImmunizationRow } from '../../fhir/immunization.ts';
import type { Amount, Coded } from '../../fhir/shapes.ts';

export type { ImmunizationRow, Amount, Coded };

export interface ImmunizationsView {
  /** Latest first. */
  items: ImmunizationRow[];
  truncated: boolean;
}
