import type { FhirClient } from '@keneyapp/fhir-client';
import type { PractitionerRole } from '@medplum/fhirtypes';
import { coded } from '@keneyapp/fhir-model/coded';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { nameBehind, personName } from '@keneyapp/fhir-model/names';
import { idOf, lookupIn } from '@keneyapp/fhir-model/references';

/** Somebody of the house who is looked for by name. */
export interface Professional {
  id: string;
  name: string;
  profession: string | null;
  unit: string | null;
}
/** `hasMore`: there are others of that name than are shown. */
export interface ProfessionalsView {
  professionals: Professional[];
  hasMore: boolean;
}

const shown = 20;

/** Professionals of the house whose name contains each of the words, with what they do and where. */
export async function findProfessionals(fhir: FhirClient, query: string): Promise<ProfessionalsView> {
  const names = query
    .split(/\s+/)
    .filter((word) => word.length > 1 && !/^(dr|pr|mme|m)\.?$/i.test(word))
    .slice(0, 5);
  if (names.length === 0) return { professionals: [], hasMore: false };
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
  return {
    hasMore: hasNext(found),
    professionals: matches(found, 'Practitioner').map((practitioner): Professional => {
      const role = roles.find((r) => r.active !== false && idOf(r.practitioner) === practitioner.id);
      return {
        id: practitioner.id ?? '',
        name: personName(practitioner.name) ?? '',
        profession: coded(role?.specialty?.[0]).text ?? coded(role?.code?.[0]).text,
        unit: nameBehind(role?.organization, lookup, role),
      };
    }),
  };
}

/** Their names as the record has them; null when one of them is not there. */
export async function namedProfessionals(
  fhir: FhirClient,
  ids: readonly string[],
): Promise<{ reference: string; display: string }[] | null> {
  const found = matches(
    await fhir.search('Practitioner', { _id: ids.join(','), _count: ids.length }),
    'Practitioner',
  );
  const named = ids.flatMap((id) => {
    const name = personName(found.find((p) => p.id === id)?.name);
    return name === null ? [] : [{ reference: `Practitioner/${id}`, display: name }];
  });
  return named.length === ids.length ? named : null;
}
