import type { SearchParams } from '@keneyapp/fhir-client';
import { scoredCodes } from '@keneyapp/fhir-model/early-warning';
import { currentStatuses } from '@keneyapp/fhir-model/encounter';
import { pregnancyStatus } from '@keneyapp/fhir-model/pregnancy';
import { patientReference, patientReferences } from '@keneyapp/fhir-model/references';
import { scoreCode } from '@keneyapp/fhir-model/subject';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Resource } from '@medplum/fhirtypes';

export type Search<T = Resource['resourceType']> = { type: T; params: SearchParams };

/** More than any person has in the house; beyond it the list says that it is not all. */
export const maxStays = 300;
const hour = 3_600_000;
/** New is what came in so many hours. */
export const newHours = 24;
/** Sets of these hours are read for all; whose last score is older is asked for it by themselves, so far back. */
const vitalsHours = 12,
  scoreDays = 30;

const staysWith = (params: SearchParams): Search<'Encounter'> => ({
  type: 'Encounter',
  params: {
    ...params,
    status: currentStatuses.join(','),
    _count: maxStays,
    _include: 'Encounter:location',
    '_include:iterate': 'Location:partof',
  },
});

/** Stays of these units: of their service, and in their places, from the ward down to the bed. */
export function staysInUnits(units: readonly string[], places: readonly string[]): Search<'Encounter'>[] {
  const at = places.join(',');
  return [
    ...(units.length > 0
      ? [staysWith({ 'service-provider': units.map((id) => `Organization/${id}`).join(',') })]
      : []),
    ...(places.length > 0
      ? [
          staysWith({ location: at }),
          staysWith({ 'location:Location.partof': at }),
          staysWith({ 'location:Location.partof:Location.partof': at }),
        ]
      : []),
  ];
}

/** Stays that name the person, and those of the patients whom their teams care for. */
export function staysElsewhere(
  person: readonly string[],
  patients: readonly string[],
): Search<'Encounter'>[] {
  return [
    staysWith({ participant: person.join(',') }),
    ...(patients.length > 0 ? [staysWith({ patient: patientReferences(patients) })] : []),
  ];
}

const before = (now: Date, hours: number) => new Date(now.getTime() - hours * hour).toISOString();

/** Everything of a row, of all rows at once; each part is read under the decision of the page it belongs to. */
export function rowSearches(ids: readonly string[], stays: readonly string[], now: Date) {
  const patient = patientReferences(ids);
  return {
    stays: {
      type: 'Encounter' as const,
      params: { _id: stays.join(','), _count: stays.length, _include: 'Encounter:diagnosis' },
    },
    vitals: {
      type: 'Observation' as const,
      params: {
        patient,
        code: scoredCodes,
        date: `ge${before(now, vitalsHours)}`,
        _sort: '-date',
        _count: 4_000,
      },
    },
    pregnancy: {
      type: 'Observation' as const,
      params: {
        patient,
        code: `${systems.loinc}|${pregnancyStatus}`,
        // no pregnancy lasts longer
        date: `ge${before(now, 24 * 300)}`,
        _sort: '-date',
        _count: 20 * ids.length,
      },
    },
    results: {
      type: 'Observation' as const,
      params: {
        patient,
        'category:not': ['vital-signs', 'social-history', 'survey', 'activity'],
        _lastUpdated: `ge${before(now, newHours)}`,
        _sort: '-date',
        _count: 4_000,
      },
    },
    reports: {
      type: 'DiagnosticReport' as const,
      params: { patient, _lastUpdated: `ge${before(now, newHours)}`, _count: 20 * ids.length },
    },
    flags: { type: 'Flag' as const, params: { patient, _count: 50 * ids.length } },
  };
}
export type RowPart = keyof ReturnType<typeof rowSearches>;

/** The last scores of those who had none of late, each by itself: nobody's many hide another's one. One batch. */
export const olderScores = (ids: readonly string[], now: Date): Search<'Observation'>[] =>
  ids.map((id) => ({
    type: 'Observation',
    params: {
      patient: patientReference(id),
      code: scoreCode,
      date: [`ge${before(now, 24 * scoreDays)}`, `lt${before(now, vitalsHours)}`],
      _sort: '-date',
      // the last may have been taken back
      _count: 3,
    },
  }));
