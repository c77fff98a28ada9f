import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { sameJson } from '@keneyapp/fhir-client/json';
import { inForce } from '@keneyapp/fhir-model/elements';
import { readState } from '@keneyapp/fhir-model/identity-write';
import { patientReference } from '@keneyapp/fhir-model/references';
import { systems } from '@keneyapp/fhir-model/systems';
import { insSystems } from '@keneyapp/clinical';
import type { Bundle, Patient, Resource } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { DeniedError } from './denied.ts';
import { tellsOf } from './guarded-fhir.ts';

interface IdentityView {
  /** Null: somebody new is registered. */
  patientId: string | null;
  /** Who writes, as the record knows them. */
  fhirUser: string | null;
  /** With the rights of the BFF itself. */
  fhir: Pick<FhirClient, 'batchSearch'>;
  now: Date;
}

/** Elements in which an identity is written: who somebody is and how to reach them. Everything else of a Patient stays as it is. */
export const identityElements: ReadonlySet<string> = new Set<string>([
  ...[
    'resourceType',
    'id',
    'text',
    'extension',
    'identifier',
    'name',
    'telecom',
    'gender',
    'birthDate',
    '_birthDate',
  ],
  ...['deceasedBoolean', 'deceasedDateTime', 'address', 'maritalStatus', 'multipleBirthBoolean'],
  ...['multipleBirthInteger', 'contact', 'communication'],
]);
/** What opens, closes or joins charts, or hides them: labels and tags, merges, the practitioner who treats, the record set aside. */
const opensDoors = ['generalPractitioner', 'link', 'managingOrganization'] as const;

/**
 * What registers or corrects an identity: one Patient, and who wrote it. It opens no chart to anybody and hides none: labels,
 * links to other records and who treats stay as they are, and somebody new has none. The hospital number is given once, and a
 * matricule stands only where its status allows it. Throws (403) for what may not be written.
 */
export async function acceptedIdentity(
  { patientId, fhirUser, fhir, now }: IdentityView,
  bundle: Bundle,
): Promise<Bundle> {
  const [patient, ...others] = (bundle.entry ?? []).flatMap(({ resource, request }) => {
    if (!resource || request?.method !== 'PUT') throw denied('other-chart');
    if (resource.resourceType === 'Patient') return [{ resource, isNew: request.ifMatch === undefined }];
    if (!tellsOf(resource, bundle)) throw denied('other-chart');
    return [];
  });
  if (!patient || others.length > 0) throw denied('other-chart');
  const { resource } = patient;
  if (resource.id && fhirUser === patientReference(resource.id)) throw denied('own-record');
  if (patientId === null) {
    if (!patient.isNew) throw denied('other-chart');
    refuseDoors(resource);
  } else {
    if (resource.id !== patientId || patient.isNew) throw denied('other-chart');
    refuseOtherChanges(resource, await storedPatient(fhir, patientId));
  }
  refuseUnprovenMatricule(resource, now);
  return bundle;
}

async function storedPatient(fhir: IdentityView['fhir'], id: string): Promise<Patient> {
  const [found] = await fhir.batchSearch([{ type: 'Patient', params: { _id: id } }]);
  if (found instanceof FhirError) throw found;
  const stored = found?.entry?.find(({ resource }) => resource?.id === id)?.resource;
  if (stored?.resourceType !== 'Patient') throw new FhirError(404, null);
  return stored;
}

export function refuseDoors(patient: Patient): void {
  const { security = [], tag = [] } = patient.meta ?? {};
  if (security.length > 0 || tag.length > 0 || patient.active === false || patient.contained)
    throw denied('other-part');
  if (opensDoors.some((element) => patient[element] !== undefined)) throw denied('other-part');
}

function refuseOtherChanges(changed: Patient, stored: Patient): void {
  const elements = new Set([...Object.keys(changed), ...Object.keys(stored)]);
  for (const element of elements) {
    if (identityElements.has(element) || element === 'meta') continue;
    if (!sameJson(valueOf(changed, element), valueOf(stored, element))) throw denied('other-part');
  }
  for (const part of ['security', 'tag'] as const)
    if (!sameJson(changed.meta?.[part] ?? [], stored.meta?.[part] ?? [])) throw denied('other-part');
  if (!sameJson(numbersOf(changed), numbersOf(stored))) throw denied('hospital-number');
}

const valueOf = (resource: Resource, element: string): unknown =>
  (resource as unknown as Record<string, unknown>)[element];
/** Hospital numbers, those of merged records included: with what they led to. */
const numbersOf = ({ identifier = [] }: Patient) => identifier.filter(({ system }) => system === systems.ipp);

const matricules = new Set<string>(Object.values(insSystems));

/** Source: RNIV 1: a matricule is recorded when INSi gave it, and of nobody who is provisional or only has shown a paper. */
export function refuseUnprovenMatricule(patient: Patient, now: Date): void {
  const { status } = readState(patient);
  const isThere = inForce(patient.identifier, now).some(({ system }) => matricules.has(system ?? ''));
  if (isThere && status !== 'QUAL' && status !== 'RECUP') throw denied('unproven-ins');
}

type Reason = 'other-chart' | 'other-part' | 'own-record' | 'hospital-number' | 'unproven-ins';
export const denied = (reason: Reason): TRPCError =>
  new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError(reason) });
