import { compactIns, insSystems } from '@keneyapp/clinical';
import type { FhirClient } from '@keneyapp/fhir-client';
import { matches } from '@keneyapp/fhir-model/bundles';
import { idOf, lookupIn } from '@keneyapp/fhir-model/references';
import { currentStatuses, readEncounter, type PatientLocation } from '@keneyapp/fhir-model/encounter';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import type { PatientQuery } from './query.ts';
import { rank } from './rank.ts';
import type { Candidate } from './search.ts';
import type { PatientHit } from './view.ts';

/** People found, best first. */
export function rankedHits(candidates: Candidate[], query: PatientQuery, now: Date): PatientHit[] {
  const oids = new Set<string | undefined>(Object.values(insSystems));
  const ranked = candidates.flatMap(({ patient, isGuess }) => {
    const identity = readIdentity(patient, now);
    const ins = patient.identifier?.find((i) => oids.has(i.system))?.value;
    const { cost, matched, isAnswer } = rank(identity, ins === undefined ? null : compactIns(ins), query);
    return isAnswer || !isGuess ? [{ cost, hit: { ...identity, location: null, matched } }] : [];
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

/** Where these people are now, in one search; those who are not in are left out. */
export async function placesOf(
  fhir: FhirClient,
  ids: string[],
  now: Date,
): Promise<Map<string, PatientLocation>> {
  const places = new Map<string, PatientLocation>();
  if (ids.length === 0) return places;
  const bundle = await fhir.search('Encounter', {
    patient: ids.join(','),
    status: currentStatuses.join(','),
    _count: 200,
    _include: 'Encounter:location',
    '_include:iterate': 'Location:partof',
  });
  const lookup = lookupIn(bundle);
  for (const encounter of matches(bundle, 'Encounter')) {
    const [patientId, row] = [idOf(encounter.subject), readEncounter(encounter, lookup, now)];
    if (patientId !== null && row.isCurrent && row.place && !places.get(patientId)?.bed)
      places.set(patientId, row.place);
  }
  return places;
}
