import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { PractitionerRole } from '@medplum/fhirtypes';
import { coded } from '../../fhir/basics.ts';
import { idOf, lookupIn, matches, nameBehind, personName } from '../../fhir/bundle.ts';
import type { ReviewDoctor } from './view.ts';

const shown = 20;

/**
 * Professionals of the house whose name contains each of the words. Read with the BFF's own rights: an officer searches no
 * record. Only a doctor's account can answer, so whoever is asked by mistake is asked in vain.
 */
export async function findDoctors(fhir: FhirClient, query: string): Promise<ReviewDoctor[]> {
  const names = query
    .split(/\s+/)
    .filter((word) => word.length > 1 && !/^(dr|pr)\.?$/i.test(word))
    .slice(0, 5);
  if (names.length === 0) return [];
  const found = await fhir.search('Practitioner', {
    name: names,
    active: 'true',
    _count: shown,
    _sort: 'family',
    _revinclude: 'PractitionerRole:practitioner',
    '_include:iterate': 'PractitionerRole:organization',
  });
  const lookup = lookupIn(found);
  const roles = (found.entry ?? []).flatMap(({ resource }) =>
    (resource as { resourceType?: string } | undefined)?.resourceType === 'PractitionerRole'
      ? [resource as unknown as PractitionerRole]
      : [],
  );
  return matches(found, 'Practitioner').map((practitioner): ReviewDoctor => {
    const role = roles.find((r) => r.active !== false && idOf(r.practitioner) === practitioner.id);
    return {
      id: practitioner.id ?? '',
      name: personName(practitioner.name) ?? '',
      profession: coded(role?.specialty?.[0]).text ?? coded(role?.code?.[0]).text,
      unit: nameBehind(role?.organization, lookup, role),
    };
  });
}

/** As the record names them; null when nobody is there. */
export async function doctorNamed(fhir: FhirClient, id: string): Promise<string | null> {
  try {
    return personName((await fhir.read('Practitioner', id)).name);
  } catch (error) {
    if (error instanceof FhirError && (error.status === 404 || error.status === 410)) return null;
    throw error;
  }
}
