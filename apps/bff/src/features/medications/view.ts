import type { Dosage, MedicationLine, Timing } from '../../fhir/medication.ts';
import type { Amount, Coded } from '../../fhir/shapes.ts';

export type { Dosage, MedicationLine, Timing, Amount, Coded };

export interface MedicationsView {
  current: MedicationLine[];
  /** Ended, stopped, completed; latest first. */
  past: MedicationLine[];
  truncated: boolean;
}
