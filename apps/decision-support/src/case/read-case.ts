import { ageInMonths, civilDateAt, parseIsoDate } from '@keneyapp/clinical';
import { readAllergy } from '@keneyapp/fhir-model/allergy';
import { matches } from '@keneyapp/fhir-model/bundles';
import { readRequest, readStatement } from '@keneyapp/fhir-model/medication';
import { lookupIn, referenceKey } from '@keneyapp/fhir-model/references';
import type {
  AllergyIntolerance,
  Bundle,
  MedicationRequest,
  Observation,
  Patient,
  Resource,
} from '@medplum/fhirtypes';
import { identityOf, isIdentified, readDrug, type Drug } from './drug.ts';
import { creatinines, filtrations, pregnancyIn, weights, type Measured, type Pregnancy } from './measured.ts';

/** What a service asks to be handed; null for what was not. */
export interface Handed {
  patient: Patient | null;
  medications: Bundle | null;
  statements: Bundle | null;
  allergies: Bundle | null;
  conditions: Bundle | null;
  kidney: Bundle | null;
  weight: Bundle | null;
  pregnancy: Bundle | null;
}

export interface CaseAllergy {
  id: string;
  name: string;
  atc: string[];
  /** Classes too: `J01C`. */
  atcClasses: string[];
  substances: Drug['substances'];
  snomed: string[];
  kind: 'allergy' | 'intolerance' | null;
  isConfirmed: boolean;
  isIdentified: boolean;
  /** Food and surroundings: no drug. */
  isOfDrugs: boolean;
}

/** All that rules look at; null where it was not handed over, which is no `none`. */
export interface Case {
  now: Date;
  drafts: Drug[];
  current: Drug[] | null;
  allergies: CaseAllergy[] | null;
  ageMonths: number | null;
  sex: 'female' | 'male' | null;
  creatinines: Measured[] | null;
  filtrations: Measured[] | null;
  weights: Measured[] | null;
  pregnancy: Pregnancy | null;
}

export function readCase(draftOrders: Bundle, handed: Handed, now: Date): Case {
  const lookup = lookupIn(draftOrders, ...bundles(handed));
  const orders = matches(draftOrders, 'MedicationRequest');
  // what a draft ends, renews or revises runs no longer once it is signed
  const replaced = new Set(
    orders.flatMap((order) => [
      ...(isEnded(order) ? [`MedicationRequest/${order.id ?? ''}`] : []),
      ...[referenceKey(order.priorPrescription?.reference ?? '')].filter((key) => key !== null),
    ]),
  );
  const observations = (bundle: Bundle | null): Observation[] | null =>
    bundle && matches(bundle, 'Observation');
  const { patient } = handed;
  return {
    now,
    drafts: orders
      .filter((order) => !isEnded(order) && !order.doNotPerform)
      .map((order) => readDrug(order, lookup, true)),
    current: currentOf(handed, replaced, now),
    allergies: handed.allergies && matches(handed.allergies, 'AllergyIntolerance').flatMap(allergyOf),
    ageMonths: ageOf(patient, now),
    sex: patient?.gender === 'female' || patient?.gender === 'male' ? patient.gender : null,
    creatinines: mapped(observations(handed.kidney), creatinines),
    filtrations: mapped(observations(handed.kidney), filtrations),
    weights: mapped(observations(handed.weight), weights),
    pregnancy: mapped(observations(handed.pregnancy), (all) => pregnancyIn(all, now)),
  };
}

const isEnded = ({ status }: MedicationRequest): boolean =>
  ['stopped', 'completed', 'cancelled', 'entered-in-error'].includes(status);
const bundles = (handed: Handed): Bundle[] =>
  Object.values(handed).filter((one: Resource | null): one is Bundle => one?.resourceType === 'Bundle');
const mapped = <T, R>(value: T | null, read: (value: T) => R): R | null =>
  value === null ? null : read(value);

function currentOf(
  { medications, statements }: Handed,
  replaced: ReadonlySet<string>,
  now: Date,
): Drug[] | null {
  if (!medications || !statements) return null;
  const lookup = lookupIn(medications, statements);
  return [
    ...matches(medications, 'MedicationRequest').filter(
      (order) =>
        readRequest(order, lookup, now).isCurrent && !replaced.has(`MedicationRequest/${order.id ?? ''}`),
    ),
    ...matches(statements, 'MedicationStatement').filter((one) => readStatement(one, lookup, now).isCurrent),
  ].map((order) => readDrug(order, lookup, false));
}

function allergyOf(resource: AllergyIntolerance): CaseAllergy[] {
  const read = readAllergy(resource, () => undefined);
  if (!read.isCurrent || read.absence !== null) return [];
  const identity = identityOf(resource.code);
  const codesOf = (system: string) =>
    read.substance.codes.flatMap((one) => (one.system === system ? [one.code] : []));
  const atcClasses = codesOf('https://smt.esante.gouv.fr/terminologie-atc').filter((code) => code.length < 7);
  const snomed = codesOf('http://snomed.info/sct');
  const isOther =
    read.categories.length > 0 && read.categories.every((one) => one === 'food' || one === 'environment');
  return [
    {
      id: read.id,
      name: read.substance.text ?? '?',
      ...identity,
      atcClasses,
      snomed,
      kind: read.kind,
      isConfirmed: read.verification === 'confirmed',
      isIdentified: isIdentified(identity) || atcClasses.length > 0,
      // a category that was chosen amiss keeps no drug from being compared
      isOfDrugs: !isOther || isIdentified(identity) || atcClasses.length > 0,
    },
  ];
}

function ageOf(patient: Patient | null, now: Date): number | null {
  const birth = parseIsoDate(patient?.birthDate ?? '');
  if (birth) return ageInMonths(birth, civilDateAt(now));
  // of a year alone the age is known to within a year: rules by months are not asked then
  const year = /^(\d{4})/.exec(patient?.birthDate ?? '')?.[1];
  return year === undefined ? null : Math.max(0, (civilDateAt(now).year - Number(year) - 1) * 12);
}
