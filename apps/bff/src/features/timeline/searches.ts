import type { SearchParams } from '@keneyapp/fhir-client';
import { pageOf } from '@keneyapp/fhir-model/catalogue';
import type { Feature } from '../../access/roles.ts';
import type { Kind } from './view.ts';

type Searched =
  | 'Patient'
  | 'Encounter'
  | 'Condition'
  | 'Procedure'
  | 'MedicationRequest'
  | 'MedicationStatement'
  | 'DiagnosticReport'
  | 'Observation'
  | 'ImagingStudy'
  | 'DocumentReference'
  | 'Immunization'
  | 'AllergyIntolerance'
  | 'CarePlan';

/** One batch. The document's own content is not asked for, nor the series of a study. */
export function timelineSearches(patient: string) {
  return {
    // of no kind: what values are judged by
    patient: of(null, 'Patient', { _id: patient, _elements: 'birthDate,gender' }),
    encounters: of('encounter', 'Encounter', {
      patient,
      _count: 1000,
      _sort: '-date',
      _include: 'Encounter:location',
    }),
    problems: of('problem', 'Condition', { patient, _count: 1000 }),
    procedures: of('procedure', 'Procedure', { patient, _count: 2000, _sort: '-date' }),
    requests: of('medication', 'MedicationRequest', {
      patient,
      _count: 2000,
      _sort: '-authoredon',
      _include: 'MedicationRequest:medication',
    }),
    statements: of('medication', 'MedicationStatement', {
      patient,
      _count: 500,
      _include: 'MedicationStatement:medication',
    }),
    reports: of('results', 'DiagnosticReport', { patient, _count: 1000, _sort: '-date' }),
    observations: of('results', 'Observation', { patient, _count: 5000, _sort: '-date' }),
    imaging: of('imaging', 'ImagingStudy', { patient, _count: 500, _sort: '-started' }),
    documents: of('document', 'DocumentReference', { patient, _count: 1000, _sort: '-date' }),
    immunizations: of('immunization', 'Immunization', { patient, _count: 500, _sort: '-date' }),
    allergies: of('allergy', 'AllergyIntolerance', { patient, _count: 200 }),
    plans: of('plan', 'CarePlan', { patient, _count: 500 }),
  };
}

export type TimelinePart = keyof ReturnType<typeof timelineSearches>;
function of(
  kind: Kind | null,
  type: Searched,
  params: SearchParams,
): { kind: Kind | null; type: Searched; params: SearchParams } {
  return { kind, type, params };
}

/** The page each kind is at home on: a role without it gets none of it here either. */
const featureOf: Record<Kind, Feature> = {
  encounter: pageOf('Encounter'),
  problem: pageOf('Condition'),
  procedure: pageOf('Procedure'),
  medication: pageOf('MedicationRequest'),
  results: pageOf('Observation'),
  vitals: pageOf('Observation', 'vital-signs'),
  imaging: pageOf('ImagingStudy'),
  document: pageOf('DocumentReference'),
  immunization: pageOf('Immunization'),
  allergy: pageOf('AllergyIntolerance'),
  plan: pageOf('CarePlan'),
};
export const featureFor = (kind: Kind | null): Feature => (kind === null ? 'timeline' : featureOf[kind]);
