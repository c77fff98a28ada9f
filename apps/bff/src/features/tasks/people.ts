import { folded } from '@keneyapp/clinical';
import type { FhirClient } from '@keneyapp/fhir-client';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { nameBehind, personName } from '@keneyapp/fhir-model/names';
import { lookupIn, referenceKey } from '@keneyapp/fhir-model/references';
import type { Addressee } from '@keneyapp/fhir-model/task';
import type { Bundle } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { isDuring } from '../../access/ties.ts';
import { addressedRoles, type AddresseeInput } from './schema.ts';
import type { Found } from './view.ts';

type People = Pick<FhirClient, 'batchSearch'>;
const mostPeople = 20,
  mostUnits = 10;

/** To whom something can be addressed, by words of their name; without words the own units. */
export async function findPeople(
  people: People,
  { words, units, now }: { words: string; units: readonly string[]; now: Date },
): Promise<Found[]> {
  const own = units
    .filter((unit) => unit.startsWith('Organization/'))
    .map((unit) => unit.split('/')[1] ?? '');
  const first = words.split(/\s+/).find((word) => word.length > 1);
  const answers = await people.batchSearch([
    ...(own.length > 0
      ? [{ type: 'Organization' as const, params: { _id: own.join(','), _count: own.length } }]
      : []),
    ...(first
      ? [
          {
            type: 'Practitioner' as const,
            params: { name: first, _count: mostPeople, _revinclude: 'PractitionerRole:practitioner' },
          },
          { type: 'Organization' as const, params: { name: first, _count: mostUnits } },
        ]
      : [
          {
            type: 'PractitionerRole' as const,
            params: {
              organization: own.map((id) => `Organization/${id}`).join(',') || 'Organization/none',
              _count: 100,
              _include: ['PractitionerRole:practitioner', 'PractitionerRole:organization'],
            },
          },
        ]),
  ]);
  const found = answers.map(orThrow);
  const more = await placesOf(people, found);
  return [...unitsIn(found, words), ...peopleIn([...found, ...more], words, now)].slice(0, 40);
}

/** The units in which those who were found work, by name. */
async function placesOf(people: People, found: readonly Bundle[]): Promise<Bundle[]> {
  const lookup = lookupIn(...found);
  const missing = rolesIn(found).flatMap(({ organization }) =>
    organization && !organization.display && !lookup(organization)
      ? (referenceKey(organization.reference ?? '')?.split('/')[1] ?? [])
      : [],
  );
  if (missing.length === 0) return [];
  const ids = [...new Set(missing)];
  return (
    await people.batchSearch([{ type: 'Organization', params: { _id: ids.join(','), _count: ids.length } }])
  ).map(orThrow);
}

const rolesIn = (bundles: readonly Bundle[]) =>
  bundles.flatMap(({ entry = [] }) =>
    entry.flatMap(({ resource }) => (resource?.resourceType === 'PractitionerRole' ? [resource] : [])),
  );

const isMeant = (name: string, words: string): boolean =>
  folded(words)
    .split(/\s+/)
    .every((word) => folded(name).includes(word));

function unitsIn(found: readonly Bundle[], words: string): Found[] {
  const units = new Map(
    found
      .flatMap((bundle) => matches(bundle, 'Organization'))
      .filter(({ active, name = '' }) => active !== false && isMeant(name, words))
      .map((unit) => [unit.id ?? '', unit.name?.trim() || null] as const),
  );
  return [...units].flatMap(([id, name]): Found[] => {
    const key = `Organization/${id}`;
    return [
      { key, name, role: null, units: [], kind: 'unit' },
      ...addressedRoles.map((role): Found => ({ key, name, role, units: [], kind: 'role' })),
    ];
  });
}

/** Who works here now. */
function peopleIn(found: readonly Bundle[], words: string, now: Date): Found[] {
  const lookup = lookupIn(...found);
  const roles = Map.groupBy(
    rolesIn(found).filter(({ active, period }) => active !== false && isDuring(period, now)),
    ({ practitioner }) => referenceKey(practitioner?.reference ?? '') ?? '',
  );
  return [...roles]
    .flatMap(([key, ofPerson]): Found[] => {
      const person = lookup({ reference: key });
      if (person?.resourceType !== 'Practitioner' || person.active === false) return [];
      const name = personName(person.name);
      if (name === null || !isMeant(name, words)) return [];
      const units = ofPerson.flatMap((role) => nameBehind(role.organization, lookup, role) ?? []);
      return [{ key, name, role: null, units: [...new Set(units)], kind: 'person' }];
    })
    .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '', 'fr'));
}

/** Those who are addressed, by the names the house has for them. Throws for who is not there, or not any more. */
export async function namedPeople(
  people: People,
  given: readonly (AddresseeInput & { at: (string | number)[] })[],
): Promise<Addressee[]> {
  const byType = Map.groupBy(
    new Set(given.map(({ key }) => key)),
    (key) => key.split('/')[0] as 'Practitioner',
  );
  const answers = await people.batchSearch(
    [...byType].map(([type, keys]) => ({
      type,
      params: { _id: keys.map((key) => key.split('/')[1]).join(','), _count: keys.length },
    })),
  );
  const lookup = lookupIn(...answers.map(orThrow));
  return given.map(({ key, role, at }) => {
    const found = lookup({ reference: key });
    const isThere =
      (found?.resourceType === 'Practitioner' || found?.resourceType === 'Organization') &&
      found.active !== false &&
      (role === null || found.resourceType === 'Organization');
    if (!isThere)
      throw new TRPCError({
        code: 'BAD_REQUEST',
        message: 'refused',
        cause: new z.ZodRealError([{ code: 'custom', path: at, message: 'nobody', input: undefined }]),
      });
    return { key, role, name: nameBehind({ reference: key }, lookup) };
  });
}
