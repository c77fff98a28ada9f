import type { SearchParams } from '@keneyapp/fhir-client';
import { warningSearches } from '@keneyapp/fhir-model/early-warning';
import { currentStaysSearch } from '@keneyapp/fhir-model/encounter';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { listedCodes } from '@keneyapp/fhir-model/vital-codes';
import type { Feature } from '../../access/roles.ts';
import { currentStatuses as takenNow } from '@keneyapp/fhir-model/medication';

/** How many of each the summary shows. */
export const shown = {
  problems: 12,
  allergies: 12,
  medications: 20,
  results: 12,
  conclusions: 4,
  imaging: 5,
  documents: 5,
  encounters: 5,
  immunizations: 6,
  appointments: 4,
} as const;

type Searched =
  | 'Patient'
  | 'Condition'
  | 'AllergyIntolerance'
  | 'MedicationRequest'
  | 'MedicationStatement'
  | 'Observation'
  | 'DiagnosticReport'
  | 'ImagingStudy'
  | 'DocumentReference'
  | 'Encounter'
  | 'Immunization'
  | 'Appointment';

/**
 * Everything of the summary in one batch, each part bounded: the size of the record does not matter. A condition without
 * a clinical status is met in real records and counts as current, so it is asked for apart.
 */
export function summarySearches(patient: string, now: Date) {
  const warning = warningSearches(patient);
  const all = {
    // in the banner's words, so that both are one question
    patient: of('Patient', { _id: patient }),
    problems: of('Condition', {
      patient,
      'clinical-status': 'active,recurrence,relapse',
      _count: 100,
      _sort: '-recorded-date',
    }),
    problemsWithoutStatus: of('Condition', {
      patient,
      'clinical-status:missing': true,
      _count: 50,
      _sort: '-recorded-date',
    }),
    allergies: of('AllergyIntolerance', { patient, _count: 100 }),
    requests: of('MedicationRequest', {
      patient,
      status: takenNow.join(','),
      _count: 100,
      _sort: '-authoredon',
      _include: 'MedicationRequest:medication',
    }),
    statements: of('MedicationStatement', {
      patient,
      status: takenNow.join(','),
      _count: 50,
      _include: 'MedicationStatement:medication',
    }),
    vitals: of('Observation', { patient, category: 'vital-signs', _count: 96, _sort: '-date' }),
    vitalsByCode: of('Observation', {
      patient,
      code: listedCodes,
      // what the laboratory calls its own is a result, whatever its code
      'category:not': ['vital-signs', 'laboratory'],
      _count: 48,
      _sort: '-date',
    }),
    scored: of('Observation', warning.scored.params),
    score: of('Observation', warning.score.params),
    pregnancy: of('Observation', warning.pregnancy.params),
    stays: of('Encounter', currentStaysSearch(patient).params),
    // apart, so that what is written at every visit does not crowd the laboratory out
    laboratory: of('Observation', { patient, category: 'laboratory', _count: 40, _sort: '-date' }),
    otherResults: of('Observation', {
      patient,
      'category:not': ['vital-signs', 'laboratory'],
      _count: 24,
      _sort: '-date',
    }),
    // for results that stand inside of one; what a report names is looked at by the guard, so few are asked for
    reports: of('DiagnosticReport', { patient, _count: 5, _sort: '-date' }),
    // apart, so that the laboratory's do not crowd out what was concluded from images, tissue or a function
    conclusions: of('DiagnosticReport', {
      patient,
      'category:not': ['LAB', 'HM', 'CH', 'MB'],
      _count: shown.conclusions,
      _sort: '-date',
    }),
    imaging: of('ImagingStudy', { patient, _count: shown.imaging, _sort: '-started', _total: 'accurate' }),
    documents: of('DocumentReference', {
      patient,
      _count: shown.documents,
      _sort: '-date',
      _total: 'accurate',
    }),
    encounters: of('Encounter', {
      patient,
      _count: shown.encounters,
      _sort: '-date',
      _total: 'accurate',
      _include: 'Encounter:location',
      '_include:iterate': 'Location:partof',
    }),
    appointments: of('Appointment', {
      patient,
      date: `ge${dayOf(now)}`,
      status: 'proposed,pending,booked,arrived,checked-in,waitlist',
      _count: 20,
      _sort: 'date',
      _include: 'Appointment:actor',
    }),
    immunizations: of('Immunization', {
      patient,
      _count: shown.immunizations,
      _sort: '-date',
      _total: 'accurate',
    }),
  };
  return all;
}

export type SummaryPart = keyof ReturnType<typeof summarySearches>;
/** The page each part is an extract of: a role without it gets none of it here either. */
export const featureOf: Record<SummaryPart, Feature | null> = {
  patient: null,
  problems: 'problems',
  problemsWithoutStatus: 'problems',
  allergies: 'allergies',
  requests: 'medications',
  statements: 'medications',
  vitals: 'vitals',
  vitalsByCode: 'vitals',
  score: 'vitals',
  scored: 'vitals',
  pregnancy: 'vitals',
  stays: 'encounters',
  appointments: 'appointments',
  laboratory: 'results',
  otherResults: 'results',
  reports: 'results',
  conclusions: 'results',
  imaging: 'imaging',
  documents: 'documents',
  encounters: 'encounters',
  immunizations: 'immunizations',
};
function of(type: Searched, params: SearchParams): { type: Searched; params: SearchParams } {
  return { type, params };
}
