import type { FhirClient } from '@keneyapp/fhir-client';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { currentStatuses, readEncounter, type PatientLocation } from '@keneyapp/fhir-model/encounter';
import { idOf, lookupIn } from '@keneyapp/fhir-model/references';

const atOnce = 50,
  /** Six stays that nobody closed for each. */
  maxStays = 300;

/** Where these people are now, by their latest stay, or the latest with a bed; those who are not in are left out. */
export async function placesOf(
  fhir: Pick<FhirClient, 'batchSearch'>,
  ids: readonly string[],
  now: Date,
): Promise<Map<string, PatientLocation>> {
  const places = new Map<string, PatientLocation>();
  const answers = await fhir.batchSearch(
    Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, i) => ({
      type: 'Encounter' as const,
      params: {
        patient: ids.slice(i * atOnce, (i + 1) * atOnce).join(','),
        status: currentStatuses.join(','),
        _sort: '-date',
        _count: maxStays,
        _include: 'Encounter:location',
        '_include:iterate': 'Location:partof',
      },
    })),
  );
  for (const bundle of answers.map(orThrow)) {
    const lookup = lookupIn(bundle);
    for (const encounter of matches(bundle, 'Encounter')) {
      const [patientId, row] = [idOf(encounter.subject), readEncounter(encounter, lookup, now)];
      if (patientId === null || !row.isCurrent || !row.place) continue;
      const known = places.get(patientId);
      if (!known || (!known.bed && row.place.bed)) places.set(patientId, row.place);
    }
  }
  return places;
}
