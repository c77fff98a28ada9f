import type { Regimen } from '@keneyapp/clinical/prescribing';
import type { Bundle } from '@medplum/fhirtypes';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import type { ListedPerson } from '@keneyapp/fhir-model/listed-person';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import {
  readAdministration,
  readDispense,
  type MedicationGiven,
} from '@keneyapp/fhir-model/medication-given';
import { actsOf, type OrderAct } from '@keneyapp/fhir-model/order-acts';
import { lookupIn } from '@keneyapp/fhir-model/references';
import { regimenOf } from '@keneyapp/fhir-model/regimen-read';
import type { Dosage } from '@keneyapp/fhir-model/dosage';
import type { Timing } from '@keneyapp/fhir-model/timing';
import { hasPaper } from '../../ordering/paper/print.ts';
import {
  isForLongTermIllness,
  substitutionReasonOf,
  type SubstitutionReason,
} from '../../ordering/paper/substitution.ts';
import {
  readRequest,
  readStatement,
  sortMedications,
  type MedicationLine,
  type SortedMedications,
} from '@keneyapp/fhir-model/medication';

export type { Dosage, MedicationGiven, MedicationLine, OrderAct, Timing };

/** A line with what can be done about it, by whoever may sign orders. */
export interface MedicationRow extends MedicationLine {
  /** What it prescribes, so that it can be revised and renewed; null where a copy would lose something. */
  regimen: Regimen | null;
  acts: OrderAct[];
  /** It was signed here for outside of the hospital: its prescription can be printed. */
  hasPaper: boolean;
  /** What only its paper says: a revision takes it over. */
  isLongTermIllness: boolean;
  notSubstitutable: SubstitutionReason | null;
}

export interface MedicationsView extends SortedMedications<MedicationRow> {
  truncated: boolean;
}

export function medicationsView(requests: Bundle, statements: Bundle, now: Date): MedicationsView {
  const lookup = lookupIn(requests, statements);
  const all = [
    ...matches(requests, 'MedicationRequest').map((request): MedicationRow => ({
      ...readRequest(request, lookup, now),
      regimen: regimenOf(request.dosageInstruction),
      acts: actsOf(request, { now, isAnswered: false }),
      hasPaper: hasPaper(request),
      isLongTermIllness: isForLongTermIllness(request),
      notSubstitutable: substitutionReasonOf(request.substitution?.reason),
    })),
    ...matches(statements, 'MedicationStatement').map((statement): MedicationRow => ({
      ...readStatement(statement, lookup, now),
      regimen: null,
      acts: [],
      hasPaper: false,
      isLongTermIllness: false,
      notSubstitutable: null,
    })),
  ];
  return { ...sortMedications(all), truncated: hasNext(requests) || hasNext(statements) };
}

/** What became of a prescription. */
export type PrescriptionChange = 'new' | 'changed' | 'on-hold' | 'stopped' | 'cancelled';

export interface RecentPrescription {
  key: string;
  change: PrescriptionChange;
  /** When that was. */
  at: string | null;
  patient: ListedPerson;
  /** Somebody else of this list has a name like theirs. */
  isHomonym: boolean;
  line: MedicationLine;
}

export interface RecentPrescriptions {
  /** The latest change first. */
  rows: RecentPrescription[];
  /** There are more than could be read. */
  isTruncated: boolean;
  readAt: string;
}

/** Latest first; what was entered in error is no dose. */
export interface GivenView {
  items: MedicationGiven[];
  truncated: boolean;
}

export function givenView(administrations: Bundle, dispenses: Bundle): GivenView {
  const lookup = lookupIn(administrations, dispenses);
  return {
    items: [
      ...matches(administrations, 'MedicationAdministration').map((a) => readAdministration(a, lookup)),
      ...matches(dispenses, 'MedicationDispense').map((d) => readDispense(d, lookup)),
    ]
      .filter(({ status }) => status !== 'entered-in-error')
      .sort(latestFirst(({ at }) => at)),
    truncated: hasNext(administrations) || hasNext(dispenses),
  };
}
