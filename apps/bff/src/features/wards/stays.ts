import { matches } from '@keneyapp/fhir-model/bundles';
import { readEncounter } from '@keneyapp/fhir-model/encounter';
import { idOf, lookupIn, referenceKey, type Lookup } from '@keneyapp/fhir-model/references';
import type { Bundle, Encounter } from '@medplum/fhirtypes';

/** Visits have no bed: a consultation, a visit at home, a call. */
const visits = ['AMB', 'HH', 'VR'];
const longestStayDays = 366;

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
    if (!isHere(encounter, lookup, now)) continue;
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

function isHere(encounter: Encounter, lookup: Lookup, now: Date): boolean {
  const row = readEncounter(encounter, lookup, now);
  if (!row.isCurrent || visits.includes(row.class ?? '')) return false;
  const begun = Date.parse(row.start ?? '');
  return !(begun > now.getTime()) && !(now.getTime() - begun > longestStayDays * 86_400_000);
}

/** `Location/…`, as the stay names where it is now. */
export function bedOf({ location = [] }: Encounter): string | null {
  const place = location.find(({ status }) => status === 'active') ?? location.at(-1);
  return place?.location.reference ?? null;
}

/** From the bed up to the ward there are not more steps. */
const mostSteps = 4;

/** Whether a place, `Location/…`, is one of these or below one of them. */
export function isWithin(place: string | null, places: readonly string[], lookup: Lookup): boolean {
  let here = place;
  for (let step = 0; here !== null && step < mostSteps; step += 1) {
    const key = referenceKey(here);
    if (key !== null && places.includes(key)) return true;
    const location = lookup({ reference: here });
    here = location?.resourceType === 'Location' ? (location.partOf?.reference ?? null) : null;
  }
  return false;
}
