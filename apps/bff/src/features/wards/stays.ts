import { matches } from '@keneyapp/fhir-model/bundles';
import { isInHouse, readEncounter } from '@keneyapp/fhir-model/encounter';
import { idOf, lookupIn, referenceKey, type Lookup } from '@keneyapp/fhir-model/references';
import type { Bundle, Encounter } from '@medplum/fhirtypes';

/** Somebody who is in the house; what a list that does not show the stay leaves of it has no patient. */
export interface Stay {
  encounter: Encounter;
  patientId: string | null;
}

/** Stays of these answers: of several of one patient the one with a bed, each taken bed once. */
export function staysOf(bundles: readonly Bundle[], now: Date): Stay[] {
  const lookup = lookupIn(...bundles);
  const isInBed = ({ encounter }: Stay) => readEncounter(encounter, lookup, now).place?.bed != null;
  const kept = new Map<string, Stay>();
  for (const encounter of bundles.flatMap((bundle) => matches(bundle, 'Encounter'))) {
    if (!isInHouse(readEncounter(encounter, lookup, now), now)) continue;
    const stay = { encounter, patientId: idOf(encounter.subject) };
    const name = stay.patientId ?? bedOf(encounter);
    if (name === null) continue;
    const known = kept.get(name);
    if (!known || (!isInBed(known) && isInBed(stay))) kept.set(name, stay);
  }
  const all = [...kept.values()];
  const beds = new Set(
    all.filter((stay) => stay.patientId !== null && isInBed(stay)).map((stay) => bedOf(stay.encounter)),
  );
  // a second stay of who is shown in the bed by name is nobody else
  return all.filter((stay) => stay.patientId !== null || !beds.has(bedOf(stay.encounter)));
}

/** `Location/…`, as the stay names where it is now. */
export function bedOf({ location = [] }: Encounter): string | null {
  const place = location.find(({ status }) => status === 'active') ?? location.at(-1);
  return place?.location.reference ?? null;
}

/** From the bed up to the ward there are not more steps. */
const maxSteps = 4;

/** Whether a place, `Location/…`, is one of these or below one of them. */
export function isWithin(place: string | null, places: readonly string[], lookup: Lookup): boolean {
  let here = place;
  for (let step = 0; here !== null && step < maxSteps; step += 1) {
    const key = referenceKey(here);
    if (key !== null && places.includes(key)) return true;
    const location = lookup({ reference: here });
    here = location?.resourceType === 'Location' ? (location.partOf?.reference ?? null) : null;
  }
  return false;
}
