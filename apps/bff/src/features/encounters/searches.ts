import type { SearchParams } from '@keneyapp/fhir-client';
import { date } from '@keneyapp/fhir-model/dates';
import { currentStatuses } from '@keneyapp/fhir-model/encounter';
import type { Encounter } from '@medplum/fhirtypes';
import type { FeatureSearch } from '../../access/read-per-feature.ts';

/** More than a page is looked through for, the latest first; beyond it the page says that it is not all. */
const max = 300;

/** What a stay is made of: its type, the page that decides of it, the parameters of its stay and of its time, and what comes along. */
const kinds = {
  documents: ['DocumentReference', 'documents', 'encounter', 'date', {}],
  texts: ['Composition', 'documents', 'encounter', 'date', {}],
  reports: ['DiagnosticReport', 'results', 'encounter', 'date', {}],
  results: ['Observation', 'results', 'encounter', 'date', { 'category:not': ['vital-signs'] }],
  vitals: ['Observation', 'vitals', 'encounter', 'date', { category: 'vital-signs' }],
  procedures: ['Procedure', 'procedures', 'encounter', 'date', { _include: 'Procedure:performer' }],
  requests: [
    'MedicationRequest',
    'medications',
    'encounter',
    'authoredon',
    { _include: ['MedicationRequest:medication', 'MedicationRequest:requester'] },
  ],
  statements: [
    'MedicationStatement',
    'medications',
    'context',
    'effective',
    { _include: 'MedicationStatement:medication' },
  ],
  studies: ['ImagingStudy', 'imaging', 'encounter', 'started', {}],
  problems: ['Condition', 'problems', 'encounter', 'recorded-date', {}],
} as const satisfies Record<
  string,
  readonly [FeatureSearch['type'], FeatureSearch['feature'], string, string, SearchParams]
>;
export type Kind = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as Kind[];

/** In the order of `kindNames`; then the person, whose age and sex results are judged by, and the parts of the stay. */
export function aroundStay(patient: string, id: string): FeatureSearch[] {
  return [
    ...kindNames.map((kind): FeatureSearch => {
      const [type, feature, ofStay, inTime, more] = kinds[kind];
      const params = { patient, [ofStay]: `Encounter/${id}`, ...more, _sort: `-${inTime}`, _count: max };
      return { type, feature, params };
    }),
    { type: 'Patient', feature: 'encounters', params: { _id: patient } },
    {
      type: 'Encounter',
      feature: 'encounters',
      params: { patient, 'part-of': `Encounter/${id}`, _count: max },
    },
  ];
}

export interface StayTime {
  from: string;
  /** Null while the stay lasts. */
  to: string | null;
}

/** From its beginning to its end, until now while it lasts; of a visit whose end nobody wrote down, its day. Null without a beginning. */
export function timeOfStay({ period, status }: Encounter, now: Date): StayTime | null {
  const [from, end] = [date(period?.start), date(period?.end)];
  if (from === null || Date.parse(from) > now.getTime()) return null;
  if (end !== null) return { from, to: end };
  const isCurrent = (currentStatuses as readonly string[]).includes(status);
  return { from, to: isCurrent ? null : from.slice(0, 10) };
}

/** In the order of `kindNames`. */
export const inTimeOfStay = (patient: string, { from, to }: StayTime): FeatureSearch[] =>
  kindNames.map((kind) => {
    const [type, feature, , inTime, more] = kinds[kind];
    const span = [`ge${from}`, ...(to === null ? [] : [`le${to}`])];
    return { type, feature, params: { patient, [inTime]: span, ...more, _sort: `-${inTime}`, _count: max } };
  });
