import type { Bundle } from '@medplum/fhirtypes';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { lookupIn } from '@keneyapp/fhir-model/references';
import type { Dosage, Timing } from '@keneyapp/fhir-model/dosage';
import {
  byName,
  medicationDate,
  readRequest,
  readStatement,
  type MedicationLine,
} from '@keneyapp/fhir-model/medication';

export type { Dosage, MedicationLine, Timing };

export interface MedicationsView {
  current: MedicationLine[];
  /** Ended, stopped, completed; latest first. */
  past: MedicationLine[];
  truncated: boolean;
}

export function medicationsView(requests: Bundle, statements: Bundle, now: Date): MedicationsView {
  const lookup = lookupIn(requests, statements);
  const all = [
    ...matches(requests, 'MedicationRequest').map((r) => readRequest(r, lookup, now)),
    ...matches(statements, 'MedicationStatement').map((s) => readStatement(s, lookup, now)),
  ].filter((line) => line.status !== 'entered-in-error');
  return {
    current: all.filter((l) => l.isCurrent).sort(byName),
    past: all.filter((l) => !l.isCurrent).sort(latestFirst(medicationDate)),
    truncated: hasNext(requests) || hasNext(statements),
  };
}
