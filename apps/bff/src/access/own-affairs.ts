import { foldedWords } from '@keneyapp/clinical';
import type { FhirClient } from '@keneyapp/fhir-client';
import type { RelatedPerson } from '@medplum/fhirtypes';
import {
  isSamePerson,
  patientTraits,
  staffTraits,
  type PatientTraits,
  type StaffTraits,
} from '../audit/staff-and-patients.ts';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { referenceKey, patientReferences } from '@keneyapp/fhir-model/references';
import type { Session } from '../session/session.ts';

interface Affair {
  session: Pick<Session, 'fhirUser' | 'displayName'>;
  /** Whose decision it is. */
  patientId: string;
  /** Whom it lets in. */
  persons: readonly string[];
}

/**
 * Whether a decision that opens something is about the one who writes it down, or somebody close: their own patient
 * identity (a Person that links the two, or one name and birth date), a RelatedPerson of either, one family name among the
 * people concerned. Somebody else writes it down then. Read with the BFF's own rights: a secretary reads no relatives.
 */
export async function isOwnAffair(
  fhir: FhirClient,
  { session: { fhirUser, displayName }, patientId, persons }: Affair,
): Promise<boolean> {
  if (fhirUser !== null && persons.includes(fhirUser)) return true;
  const ids = [patientId, ...idsOf(persons, 'Patient')];
  const me = fhirUser?.startsWith('Practitioner/') ? fhirUser : null;
  const [patients, staff, own] = await Promise.all([
    patientTraits(fhir, ids),
    staffTraits(fhir, me ? [me] : []),
    me ? patientsOf(fhir, me) : Promise.resolve<string[]>([]),
  ]);
  const known = staff.get(me ?? '');
  // an account without a name in the record has the one it signed in with; which of the words is the family name nobody tells
  const names = known?.familyNames.length ? known.familyNames : foldedWords(displayName).split(' ');
  const concerned = [...patients.values()];
  if (
    concerned.some(
      (one) => isOneself(one, me, known) || own.includes(one.id) || shareName(names, one.familyNames),
    )
  )
    return true;
  return isRelated(fhir, {
    me,
    known,
    names,
    own,
    concerned: ids,
    traits: concerned,
    relatives: idsOf(persons, 'RelatedPerson'),
  });
}

const isOneself = (patient: PatientTraits, me: string | null, staff: StaffTraits | undefined): boolean =>
  (me !== null && patient.staffRefs.includes(me)) || isSamePerson(staff, patient);

/** The same, or a part of a double name. */
function shareName(mine: readonly string[], theirs: readonly string[]): boolean {
  const parts = (names: readonly string[]) =>
    new Set(names.flatMap((name) => [name, ...name.split(' ').filter((part) => part.length > 3)]));
  const own = parts(mine);
  return [...parts(theirs)].some((part) => own.has(part));
}

/** Patient identities that a Person links to this member of the staff. */
async function patientsOf(fhir: FhirClient, practitioner: string): Promise<string[]> {
  const persons = matches(await fhir.search('Person', { practitioner, _count: 20 }), 'Person');
  return persons.flatMap((p) =>
    idsOf(
      (p.link ?? []).flatMap((l) => referenceKey(l.target.reference ?? '') ?? []),
      'Patient',
    ),
  );
}

interface Kin {
  me: string | null;
  known: StaffTraits | undefined;
  names: readonly string[];
  own: readonly string[];
  concerned: readonly string[];
  traits: readonly PatientTraits[];
  relatives: readonly string[];
}
async function isRelated(
  fhir: FhirClient,
  { me, known, names, own, concerned, traits, relatives }: Kin,
): Promise<boolean> {
  const patients = [...new Set([...concerned, ...own])];
  const answers = await fhir.batchSearch([
    { type: 'RelatedPerson', params: { patient: patientReferences(patients), _count: 200 } },
    ...(relatives.length > 0
      ? [{ type: 'RelatedPerson' as const, params: { _id: relatives.join(','), _count: relatives.length } }]
      : []),
  ]);
  const found = answers.flatMap((answer) => matches(orThrow(answer), 'RelatedPerson'));
  if (found.length === 0) return false;
  const linked = await linksOf(fhir, found);
  return found.some((relative) => {
    const ofWhom = referenceKey(relative.patient?.reference ?? '')?.split('/')[1] ?? '';
    const links = linked.get(relative.id ?? '') ?? [];
    if (own.includes(ofWhom))
      return (
        links.some((key) => concerned.includes(key.replace('Patient/', ''))) ||
        traits.some((patient) => isNamed(relative, patient.familyNames, patient.givenName))
      );
    return (
      (me !== null && links.includes(me)) ||
      links.some((key) => own.includes(key.replace('Patient/', ''))) ||
      isNamed(relative, names, known?.givenName ?? null)
    );
  });
}

/** What Persons link to each relative. */
async function linksOf(
  fhir: FhirClient,
  relatives: readonly RelatedPerson[],
): Promise<Map<string, string[]>> {
  const keys = relatives.map((r) => `RelatedPerson/${r.id}`);
  const persons = matches(
    await fhir.search('Person', { relatedperson: keys.join(','), _count: 200 }),
    'Person',
  );
  const groups = persons.map((p) =>
    (p.link ?? []).flatMap((l) => referenceKey(l.target.reference ?? '') ?? []),
  );
  return new Map(
    relatives.map((r) => [r.id ?? '', groups.filter((g) => g.includes(`RelatedPerson/${r.id}`)).flat()]),
  );
}

/** A relative of this family name; and of this given name, where both are known. */
const isNamed = (relative: RelatedPerson, families: readonly string[], given: string | null): boolean =>
  (relative.name ?? []).some((name) => {
    const theirs = name.given?.[0] ? foldedWords(name.given[0]) : null;
    return (
      name.family !== undefined &&
      families.includes(foldedWords(name.family)) &&
      (given === null || theirs === null || given === theirs)
    );
  });

const idsOf = (references: readonly string[], type: string): string[] =>
  references.flatMap((r) => (r.startsWith(`${type}/`) ? [r.slice(type.length + 1)] : []));
