import type { EncounterRow, Place } from '../../fhir/encounter.ts';
import type { Coded } from '../../fhir/shapes.ts';

export type { EncounterRow, Place, Coded };

export interface EncountersView {
  /** Latest first; current ones before all. */
  items: EncounterRow[];
  total: number;
  truncated: boolean;
}
