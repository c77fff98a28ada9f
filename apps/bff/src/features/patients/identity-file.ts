import { FhirError, type SearchParams } from '@keneyapp/fhir-client';
import { hasNext, matches, orThrow } from '@keneyapp/fhir-model/bundles';
import {
  readContactDetails,
  readRelatedPerson,
  type ContactDetails,
  type ContactPerson,
} from '@keneyapp/fhir-model/contact-details';
import { byPaying, readCoverage, type CoverageRow } from '@keneyapp/fhir-model/coverage';
import { lookupIn } from '@keneyapp/fhir-model/references';
import type { Bundle } from '@medplum/fhirtypes';

export interface IdentityFile {
  /** Null where the chart is closed to a reader of charts. */
  details: Omit<ContactDetails, 'contacts'> | null;
  /** Persons of trust first, past ones last. */
  contacts: ContactPerson[];
  coverages: CoverageRow[];
  /** What the server did not answer, or not all of it. */
  failed: ('contacts' | 'coverages')[];
}

export const closedFile: IdentityFile = { details: null, contacts: [], coverages: [], failed: [] };

type Search = { type: 'Patient' | 'RelatedPerson' | 'Coverage'; params: SearchParams };
const max = 100;

export const identitySearches = (patient: string): Search[] => [
  {
    type: 'Patient',
    params: {
      _id: patient,
      _include: ['Patient:general-practitioner', 'Patient:organization'],
      '_include:iterate': ['PractitionerRole:practitioner', 'PractitionerRole:organization'],
    },
  },
  { type: 'RelatedPerson', params: { patient, _count: max } },
  { type: 'Coverage', params: { patient, _count: max, _include: 'Coverage:payor' } },
];

export function identityFile(
  [person, related, paid]: readonly (Bundle | FhirError)[],
  now: Date,
): IdentityFile {
  const found = orThrow(person);
  const patient = matches(found, 'Patient')[0];
  if (!patient) throw new FhirError(404, null);
  const { contacts, ...details } = readContactDetails(patient, lookupIn(found), now);
  const relatives = isWhole(related)
    ? matches(related, 'RelatedPerson').map((one) => readRelatedPerson(one, now))
    : [];
  const coverages = isWhole(paid)
    ? matches(paid, 'Coverage')
        .filter(({ status }) => status !== 'entered-in-error')
        .map((one) => readCoverage(one, lookupIn(paid), now))
    : [];
  return {
    details,
    contacts: [...contacts, ...relatives].sort(
      (a, b) => Number(a.isPast) - Number(b.isPast) || Number(b.isTrusted) - Number(a.isTrusted),
    ),
    coverages: coverages.sort(byPaying),
    failed: [
      ...(isWhole(related) || isUnknown(related) ? [] : ['contacts' as const]),
      ...(isWhole(paid) || isUnknown(paid) ? [] : ['coverages' as const]),
    ],
  };
}

/**
 * For who knows identities and opens no chart: what has a place of its own on the page. Of the extensions of a record those
 * that tell the identity (place of birth, INS and its status) have been read; the others may tell a religion or a handicap.
 */
export function withoutExtras({ details, contacts, coverages, failed }: IdentityFile): IdentityFile {
  const extras: [] = [];
  return {
    details: details && { ...details, extras },
    contacts: contacts.map((one) => ({ ...one, extras })),
    coverages: coverages.map((one) => ({ ...one, extras })),
    failed,
  };
}

const isWhole = (answer: Bundle | FhirError | undefined): answer is Bundle =>
  answer !== undefined && !(answer instanceof FhirError) && !hasNext(answer);

/** A server that does not keep a type says 400 or 404: there is none of it. */
const isUnknown = (answer: Bundle | FhirError | undefined): boolean =>
  answer instanceof FhirError && (answer.status === 400 || answer.status === 404);
