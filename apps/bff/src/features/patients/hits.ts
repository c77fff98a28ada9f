import { compactIns, insSystems } from '@keneyapp/clinical';
import { readIdentity, type Identity } from '@keneyapp/fhir-model/identity';
import { homonymsAmong } from '@keneyapp/fhir-model/listed-person';
import type { PatientQuery } from './query.ts';
import { rank } from './rank.ts';
import type { Candidate } from './search.ts';
import type { PatientHit } from './view.ts';

/** People found, best first. */
export function rankedHits(
  candidates: Candidate[],
  query: PatientQuery,
  now: Date,
): Omit<PatientHit, 'location' | 'isHomonym'>[] {
  const oids = new Set<string | undefined>(Object.values(insSystems));
  const ranked = candidates.flatMap(({ patient, isGuess }) => {
    const identity = readIdentity(patient, now);
    const ins = patient.identifier?.find((i) => oids.has(i.system))?.value;
    const { cost, matched, isAnswer } = rank(identity, ins === undefined ? null : compactIns(ins), query);
    return isAnswer || !isGuess ? [{ cost, hit: { ...withoutMatricule(identity), matched } }] : [];
  });
  const compare = new Intl.Collator('fr', { sensitivity: 'base' }).compare;
  return ranked
    .sort(
      (a, b) =>
        a.cost - b.cost ||
        compare(a.hit.birthName ?? '', b.hit.birthName ?? '') ||
        compare(a.hit.givenNames[0] ?? '', b.hit.givenNames[0] ?? '') ||
        (a.hit.birthDate ?? '').localeCompare(b.hit.birthDate ?? ''),
    )
    .map(({ hit }) => hit);
}

export function withoutMatricule({ ins: _, ...person }: Identity): Omit<Identity, 'ins'> {
  return person;
}

/** The people of a list, each told whether somebody else of it has names like theirs: of a search for one name all have that one. */
export function withHomonyms<T extends Omit<PatientHit, 'isHomonym'>>(
  people: readonly T[],
): (T & Pick<PatientHit, 'isHomonym'>)[] {
  const alike = homonymsAmong(people, 'full-name');
  return people.map((person) => ({ ...person, isHomonym: alike.has(person.id) }));
}
