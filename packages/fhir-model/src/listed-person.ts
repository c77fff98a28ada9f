import { nearHomonyms, type NamesAlike } from '@keneyapp/clinical';
import { readIdentity, type Identity, type IdentityTraits } from './identity.ts';
import type { Patient } from '@medplum/fhirtypes';

/** Somebody in a list, as far as telling people apart needs it. */
export type ListedPerson = IdentityTraits & Pick<Identity, 'deceased'>;

export function listedPerson(patient: Patient, now: Date): ListedPerson {
  const who = readIdentity(patient, now);
  const { id, birthName, usedName, givenNames, usedGivenName, suffix } = who;
  const { multipleBirth, attributes, isTest, birthDate, age, sex, ipp, deceased } = who;
  return {
    ...{ id, birthName, usedName, givenNames, usedGivenName, suffix },
    ...{ multipleBirth, attributes, isTest, birthDate, age, sex, ipp, deceased },
  };
}

type ListedNames = Pick<IdentityTraits, 'id' | 'birthName' | 'usedName' | 'givenNames' | 'usedGivenName'>;

/** Ids of those of a list whose name somebody else of it has, or nearly. */
export function homonymsAmong(people: readonly ListedNames[], alike?: NamesAlike): Set<string> {
  const each = [...new Map(people.map((person) => [person.id, person])).values()];
  const found = nearHomonyms(
    each.map(({ birthName, usedName, givenNames, usedGivenName }) => ({
      families: [birthName, usedName].flatMap((name) => name ?? []),
      givens: [givenNames[0], usedGivenName].flatMap((name) => name ?? []),
    })),
    alike,
  );
  return new Set([...found].flatMap((at) => each[at]?.id ?? []));
}
