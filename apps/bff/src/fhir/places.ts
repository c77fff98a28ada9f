import type { FhirClient } from '@keneyapp/fhir-client';
import { matches } from '@keneyapp/fhir-model/bundles';
import { currentStatuses, readEncounter, type PatientLocation } from '@keneyapp/fhir-model/encounter';
import { idOf, lookupIn } from '@keneyapp/fhir-model/references';

/** Where these people are now, in one search; those who are not in are left out. */
export async function placesOf(
  fhir: Pick<FhirClient, 'search'>,
  ids: readonly string[],
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
