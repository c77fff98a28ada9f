import type { FhirClient } from '@keneyapp/fhir-client';
import { hasNext, matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { nameBehind } from '@keneyapp/fhir-model/names';
import { lookupIn, referenceKey } from '@keneyapp/fhir-model/references';
import { isDuring } from '../../access/ties.ts';

const maxRoles = 50,
  maxPlaces = 200;

/** A unit somebody works in now, with the wards that are its places. */
export interface Unit {
  /** Of the Organization. */
  id: string;
  name: string;
  /** `Location/…`: where the person works in it. */
  places: string[];
}

/** Units of a person, by name, and the roles they act in. Read afresh: who leaves a unit has left its list. */
export async function unitsOf(
  ties: Pick<FhirClient, 'search'>,
  me: string,
  now: Date,
): Promise<{ units: Unit[]; roles: string[] }> {
  const bundle = await ties.search('PractitionerRole', {
    practitioner: me,
    _include: 'PractitionerRole:organization',
    _count: maxRoles,
  });
  const lookup = lookupIn(bundle);
  const units = new Map<string, Unit>();
  const roles = matches(bundle, 'PractitionerRole').filter(
    (role) => role.active !== false && isDuring(role.period, now),
  );
  for (const { organization, location = [], ...role } of roles) {
    const key = referenceKey(organization?.reference ?? '');
    if (!key?.startsWith('Organization/')) continue;
    const id = key.slice('Organization/'.length);
    const known = units.get(id);
    const places = location.flatMap((one) => referenceKey(one.reference ?? '') ?? []);
    if (known) known.places.push(...places);
    else units.set(id, { id, name: nameBehind(organization, lookup, role) ?? id, places });
  }
  return {
    units: [...units.values()].sort((a, b) => a.name.localeCompare(b.name, 'fr')),
    roles: roles.flatMap(({ id }) => (id === undefined ? [] : [`PractitionerRole/${id}`])),
  };
}

/** What else ties: the wards that the units manage, and the patients of the person's care teams. One batch. */
export async function placesAndTeams(
  ties: Pick<FhirClient, 'batchSearch'>,
  { units, person }: { units: readonly Unit[]; person: readonly string[] },
  { now, max }: { now: Date; max: number },
): Promise<{ places: string[]; patients: string[]; isTruncated: boolean }> {
  const managed = units.length > 0;
  const answers = await ties.batchSearch([
    {
      type: 'CareTeam',
      params: {
        participant: person.join(','),
        status: 'active',
        _elements: 'status,subject,period,participant',
        _sort: '-_lastUpdated',
        _count: max,
      },
    },
    ...(managed
      ? [
          {
            type: 'Location' as const,
            params: {
              organization: units.map(({ id }) => `Organization/${id}`).join(','),
              _elements: 'status,managingOrganization',
              _count: maxPlaces,
            },
          },
        ]
      : []),
  ]);
  const [teams, locations] = answers.map(orThrow);
  return {
    isTruncated: [teams, locations].some((answer) => answer !== undefined && hasNext(answer)),
    places: [
      ...new Set([
        ...units.flatMap((unit) => unit.places),
        ...(locations ? matches(locations, 'Location').map(({ id }) => `Location/${id ?? ''}`) : []),
      ]),
    ],
    patients: [
      ...new Set(
        (teams ? matches(teams, 'CareTeam') : [])
          .filter(({ period }) => isDuring(period, now))
          .flatMap(({ subject }) => {
            const key = referenceKey(subject?.reference ?? '');
            return key?.startsWith('Patient/') ? [key.slice('Patient/'.length)] : [];
          }),
      ),
    ],
  };
}
