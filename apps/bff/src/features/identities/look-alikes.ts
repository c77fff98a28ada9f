import { readIdentity } from '@keneyapp/fhir-model/identity';
import { matches } from '@keneyapp/fhir-model/bundles';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { IdentityMatch, IdentityTraits as Compared } from '@keneyapp/clinical';
import type { FhirClient } from '@keneyapp/fhir-client';
import type { Patient } from '@medplum/fhirtypes';
import type { z } from 'zod';
import type { likeInput } from './schema.ts';
import type { ComparedField, ListedIdentity, LookAlike } from './view.ts';

/** So many are shown of those who may be the same person, and have to be told apart before somebody is registered beside them. */
export const maxAlike = 20;

/** What is typed so far, as it is compared. */
export const comparedOf = (typed: z.output<typeof likeInput>): Compared => ({
  birthName: typed.birthName,
  usedName: typed.usedName,
  usedGivenName: typed.usedGivenName,
  givenNames:
    typed.givenNames && typed.givenNames.length > 0
      ? typed.givenNames
      : typed.firstGivenName
        ? [typed.firstGivenName]
        : undefined,
  birthDate: typed.birthDate,
  sex: typed.sex,
  birthplace: typed.birthPlace,
  ins: typed.matricule,
  telephones: typed.telephones,
});

/** These records, read with the rights of the person; without any matricule. */
export async function readListed(
  fhir: Pick<FhirClient, 'search'>,
  ids: readonly string[],
  now: Date,
): Promise<Map<string, ListedIdentity>> {
  if (ids.length === 0) return new Map();
  const found = await fhir.search('Patient', { _id: ids.join(','), _count: ids.length });
  return new Map(matches(found, 'Patient').map((patient) => [patient.id ?? '', listed(patient, now)]));
}

function listed(patient: Patient, now: Date): ListedIdentity {
  const { ins: _ins, birthPlace, ...identity } = readIdentity(patient, now);
  return { ...identity, birthPlace: birthPlace?.text ?? null };
}

export const fieldsOf = ({ fields }: IdentityMatch): ComparedField[] =>
  fields.map(({ field, level }) => ({ field, level }));

export function lookAlike(patient: ListedIdentity, match: IdentityMatch): LookAlike {
  return {
    patient,
    matchClass: match.matchClass === 'match' ? 'match' : 'possible',
    heldBack: match.heldBack,
    fields: fieldsOf(match),
  };
}

export const referencesOf = (people: Iterable<ListedIdentity>): string[] =>
  [...people].map(({ id }) => patientReference(id));
