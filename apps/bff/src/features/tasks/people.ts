import { folded } from '@keneyapp/clinical';
import type { FhirClient } from '@keneyapp/fhir-client';
import { hasNext, matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { nameBehind, personName } from '@keneyapp/fhir-model/names';
import { lookupIn, referenceKey } from '@keneyapp/fhir-model/references';
import type { Addressee } from '@keneyapp/fhir-model/task';
import type { Bundle, PractitionerRole } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { isDuring } from '../../access/ties.ts';
import { addressedRoles, type AddresseeInput } from './schema.ts';
import type { Found } from './view.ts';

type People = Pick<FhirClient, 'batchSearch'>;
const maxPeople = 20,
  maxUnits = 10,
  maxStaff = 500;

/** To whom something can be addressed, by words of their name; without words the own units. */
export async function findPeople(
  people: People,
  { words, units, now }: { words: string; units: readonly string[]; now: Date },
): Promise<Found[]> {
  const own = units
    .filter((unit) => unit.startsWith('Organization/'))
    .map((unit) => unit.split('/')[1] ?? '');
  const { role, rest } = withoutRole(words);
  const terms = [...new Set([words, rest].flatMap((text) => longestWord(text) ?? []))];
  const answers = await people.batchSearch([
    ...(own.length > 0
      ? [{ type: 'Organization' as const, params: { _id: own.join(','), _count: own.length } }]
      : []),
    ...terms.flatMap((term) => [
      {
        type: 'Practitioner' as const,
        params: { name: term, _count: maxPeople, _revinclude: 'PractitionerRole:practitioner' },
      },
      { type: 'Organization' as const, params: { name: term, _count: maxUnits } },
    ]),
    ...(terms.length > 0
      ? []
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
  const [more, staff] = await Promise.all([placesOf(people, found), staffOf(people, found)]);
  // a unit and a person may be called as a role is ("Médecine interne", "Infirmier"): the whole of what was typed counts too
  const texts = role === null ? [words] : [words, rest];
  const all = [
    ...unitsIn(found, words, { role: null, staff, now }),
    ...(role === null ? [] : unitsIn(found, rest, { role, staff, now })),
    ...peopleIn([...found, ...more], texts, now),
  ];
  return [...new Map(all.map((one) => [`${one.key}#${one.role}`, one])).values()].slice(0, 40);
}

const longestWord = (text: string): string | undefined =>
  text
    .split(/\s+/)
    .filter((word) => word.length > 1)
    .sort((a, b) => b.length - a.length)[0];

/** The words of a role as people type them, folded, by their beginning. */
const roleWords: Record<(typeof addressedRoles)[number], readonly string[]> = {
  doctor: ['medecin', 'docteur', 'doctor', 'physician', 'interne'],
  nurse: ['infirmi', 'ide', 'nurse'],
  pharmacist: ['pharmac'],
  radiologist: ['radiolog'],
  secretary: ['secretar', 'secretaire'],
};

/** Which role was typed, and what was typed besides: `infirmiers cardio`. */
function withoutRole(words: string): { role: AddresseeInput['role']; rest: string } {
  const typed = words.split(/\s+/).filter(Boolean);
  const isOf = (word: string) => (known: string) =>
    known.length > 3 ? word.length > 3 && folded(word).startsWith(known) : folded(word) === known;
  const role = addressedRoles.find((one) => typed.some((word) => roleWords[one].some(isOf(word)))) ?? null;
  if (role === null) return { role, rest: words };
  const rest = typed.filter((word) => !roleWords[role].some(isOf(word)) && !joining.has(folded(word)));
  return { role, rest: rest.join(' ') };
}
const joining = new Set(['de', 'du', 'des', 'la', 'le', 'les', 'en', 'of', 'the', 'in']);

/** Who works in the units that were found: null where there are more than can be looked at. */
async function staffOf(people: People, found: readonly Bundle[]): Promise<Bundle | null> {
  const units = found.flatMap((bundle) => matches(bundle, 'Organization').map(({ id = '' }) => id));
  if (units.length === 0) return null;
  const [answer] = await people.batchSearch([
    {
      type: 'PractitionerRole',
      params: {
        organization: [...new Set(units)].map((id) => `Organization/${id}`).join(','),
        _count: maxStaff,
      },
    },
  ]);
  const staff = orThrow(answer);
  return hasNext(staff) ? null : staff;
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

interface AskedFor {
  /** Only this one was asked for. */
  role: AddresseeInput['role'];
  staff: Bundle | null;
  now: Date;
}

function unitsIn(found: readonly Bundle[], words: string, { role: only, staff, now }: AskedFor): Found[] {
  const units = new Map(
    found
      .flatMap((bundle) => matches(bundle, 'Organization'))
      .filter(({ active, name = '' }) => active !== false && isMeant(name, words))
      .map((unit) => [unit.id ?? '', unit.name?.trim() || null] as const),
  );
  const working =
    staff && rolesIn([staff]).filter(({ active, period }) => active !== false && isDuring(period, now));
  return [...units].flatMap(([id, name]): Found[] => {
    const key = `Organization/${id}`;
    const ofUnit = working?.filter(({ organization }) => referenceKey(organization?.reference ?? '') === key);
    return [
      ...(only === null
        ? [{ key, name, role: null, units: [], kind: 'unit' as const, isEmpty: ofUnit?.length === 0 }]
        : []),
      ...addressedRoles
        .filter((role) => only === null || role === only)
        .map((role): Found => ({
          ...{ key, name, role, units: [], kind: 'role' },
          isEmpty: ofUnit !== undefined && hasNobody(ofUnit, role),
        })),
    ];
  });
}

/** Professions as the directory codes them (TRE_G15, ANS); a secretary has none, and a radiologist is a doctor. */
const professionSystem =
  'https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante';
const professions: Partial<Record<(typeof addressedRoles)[number], string>> = {
  doctor: '10',
  pharmacist: '21',
  nurse: '60',
};

/** Said only where the profession of everybody there is known, or nobody is there at all. */
function hasNobody(staff: readonly PractitionerRole[], role: (typeof addressedRoles)[number]): boolean {
  const of = staff.map(({ code = [] }) =>
    code.flatMap(({ coding = [] }) => coding).find(({ system }) => system === professionSystem),
  );
  const profession = professions[role];
  if (profession === undefined) return staff.length === 0;
  return of.every((coding, i) => (coding ? coding.code !== profession : isWithoutProfession(staff[i])));
}
/** Secretaries have no code of a profession: their role says so in words. */
const isWithoutProfession = (role: PractitionerRole | undefined): boolean =>
  (role?.code ?? []).some(({ text = '' }) => folded(text).startsWith('secretair'));

/** Who works here now. */
function peopleIn(found: readonly Bundle[], texts: readonly string[], now: Date): Found[] {
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
      if (name === null || !texts.some((text) => isMeant(name, text))) return [];
      const units = ofPerson.flatMap((role) => nameBehind(role.organization, lookup, role) ?? []);
      return [{ key, name, role: null, units: [...new Set(units)], kind: 'person', isEmpty: false }];
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
