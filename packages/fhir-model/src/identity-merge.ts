import {
  compactIns,
  differingTraits,
  insSystems,
  nextIdentityState,
  type IdentityState,
  type StrictTraits,
} from '@keneyapp/clinical';
import { sameJson } from '@keneyapp/fhir-client/json';
import type { Identifier, Patient, PatientLink } from '@medplum/fhirtypes';
import { inForce } from './elements.ts';
import { readHome, readTelecoms } from './identity-contact.ts';
import { validationOf } from './identity-reliability.ts';
import { readIdentity } from './identity.ts';
import { readTraits } from './identity-traits.ts';
import { readState, writeIdentity, type IdentityChanges } from './identity-write.ts';
import { wantsNoMail, withMailWish } from './mail-wish.ts';
import { patientIdOf, patientReference } from './references.ts';
import { systems } from './systems.ts';

/** Fields that are chosen one by one; the first given name goes with the list of given names. */
export type MergeField =
  | 'birthName'
  | 'givenNames'
  | 'birthDate'
  | 'sex'
  | 'birthPlace'
  | 'usedName'
  | 'usedGivenName'
  | 'home'
  | 'telephones'
  | 'email';
export type MergeChoices = Readonly<Partial<Record<MergeField, 'kept' | 'other'>>>;

const matriculeSystems = new Set<string>(Object.values(insSystems));
const isMatricule = ({ system }: Identifier): boolean => matriculeSystems.has(system ?? '');

/** The matricule in force, in whatever status: it is compared, and shown to nobody. */
export function matriculeOf(patient: Patient, now: Date): { matricule: string; oid: string } | null {
  const found = inForce(patient.identifier, now).find(isMatricule);
  return found?.value
    ? { matricule: compactIns(found.value), oid: (found.system ?? '').replace('urn:oid:', '') }
    : null;
}

/** Ids of the records that lead to this one. */
export const replacedIds = ({ link = [] }: Patient): string[] =>
  link.flatMap(({ type, other }) => (type === 'replaces' ? (patientIdOf(other.reference) ?? []) : []));
export const replacedBy = ({ link = [] }: Patient): string | null =>
  patientIdOf(link.find(({ type }) => type === 'replaced-by')?.other.reference);

/**
 * What each field says of a person, so that two can be laid side by side. Blank is null.
 */
function mergeFieldsOf(patient: Patient, now: Date): Record<MergeField, unknown> {
  const { birthName, givenNames, firstGivenName, birthDate, sex, birthPlace } = readTraits(patient, now);
  const { usedName, usedGivenName } = readIdentity(patient, now);
  const { telephones, email } = readTelecoms(patient, now);
  return {
    birthName: birthName || null,
    givenNames: firstGivenName === '' ? null : [firstGivenName, ...givenNames],
    birthDate: birthDate.known === '' ? null : birthDate.known,
    sex: sex === 'unknown' ? null : sex,
    birthPlace: birthPlace.code || null,
    usedName,
    usedGivenName,
    home: readHome(patient, now),
    telephones: telephones.length > 0 ? telephones.map(({ value }) => value.replaceAll(/[^\d+]/g, '')) : null,
    email,
  };
}

/** Fields that say something else of the two. */
export function differingMergeFields(one: Patient, other: Patient, now: Date): MergeField[] {
  const [a, b] = [mergeFieldsOf(one, now), mergeFieldsOf(other, now)];
  return (Object.keys(a) as MergeField[]).filter((field) => !sameJson(a[field], b[field]));
}

/**
 * The record that is kept, as it is once another leads to it. Its status, its paper and its matricule stand only where the
 * strict traits are those of the side that has them; else what was proven was of somebody written otherwise (ADR 31). Labels
 * and who treats are those of either: a merge opens nothing that was hidden.
 */
export function keptPatient(kept: Patient, other: Patient, choices: MergeChoices, now: Date): Patient {
  const side = (field: MergeField): Patient => (choices[field] === 'other' ? other : kept);
  const [ofKept, ofOther] = [readTraits(kept, now), readTraits(other, now)];
  const traitsOf = (field: MergeField): StrictTraits => (choices[field] === 'other' ? ofOther : ofKept);
  const { givenNames, firstGivenName } = traitsOf('givenNames');
  const traits: StrictTraits = {
    birthName: traitsOf('birthName').birthName,
    givenNames,
    firstGivenName,
    birthDate: traitsOf('birthDate').birthDate,
    sex: traitsOf('sex').sex,
    birthPlace: traitsOf('birthPlace').birthPlace,
  };
  const telephones = readTelecoms(side('telephones'), now).telephones;
  const { email } = readTelecoms(side('email'), now);
  const identity = writeIdentity(
    kept,
    {
      traits,
      reason: 'correction',
      usedName: readIdentity(side('usedName'), now).usedName,
      usedGivenName: readIdentity(side('usedGivenName'), now).usedGivenName,
      home: readHome(side('home'), now),
      telephones,
      email,
      ...trustOf(kept, other, traits, now),
    },
    now,
  );
  // whoever wanted no mail under either record wants none
  const wished = withMailWish(identity, wantsNoMail(kept) || wantsNoMail(other));
  return withoutBlanks({
    ...wished,
    identifier: unitedIdentifiers(identity, other, now),
    ...completed(kept, other),
    generalPractitioner: unitedBy(kept.generalPractitioner, other.generalPractitioner, (r) => r.reference),
    link: [...(kept.link ?? []), linkTo('replaces', other)],
    meta: unitedLabels(identity, other),
  });
}

/** Nothing of which there is none is written. */
const withoutBlanks = (patient: Patient): Patient =>
  Object.fromEntries(
    Object.entries(patient).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  ) as unknown as Patient;

const trusted = ['PROV', 'VALI', 'RECUP', 'QUAL'];
const trustRank = ({ status }: IdentityState): number => trusted.indexOf(status);

/** What the other's paper and matricule say, where the traits that are chosen are the other's and it is trusted more. */
function trustOf(
  kept: Patient,
  other: Patient,
  traits: StrictTraits,
  now: Date,
): Pick<IdentityChanges, 'state' | 'validation' | 'ins'> {
  const isOf = (patient: Patient) => differingTraits(readTraits(patient, now), traits).length === 0;
  const [state, own] = [readState(other), readState(kept)];
  if (!isOf(other) || (isOf(kept) && trustRank(own) >= trustRank(state))) return {};
  const ins = state.status === 'QUAL' || state.status === 'RECUP' ? matriculeOf(other, now) : null;
  // a status that rests on a matricule which is not in force proves nothing
  const isProven = ins !== null || (state.status !== 'QUAL' && state.status !== 'RECUP');
  if (!isProven) return {};
  return { state, validation: validationOf(other), ...(ins ? { ins } : {}) };
}

/** Every number of either, the other's hospital number as an old one (https://hl7.fr/ig/fhir/core, `use=old` after a merge). */
function unitedIdentifiers({ identifier = [] }: Patient, other: Patient, now: Date): Identifier[] {
  const known = new Set(identifier.map(nameOf));
  const came = (other.identifier ?? []).filter((one) => !isMatricule(one) && !known.has(nameOf(one)));
  return [
    ...identifier,
    ...came.map((one): Identifier =>
      one.system === systems.ipp && one.use !== 'old'
        ? { ...one, use: 'old', period: { ...one.period, end: now.toISOString() } }
        : one,
    ),
  ];
}
const nameOf = ({ system = '', value = '' }: Identifier): string => `${system}|${value}`;

/** What only the other knows. */
function completed(kept: Patient, other: Patient): Partial<Patient> {
  const isDead = kept.deceasedBoolean === true || kept.deceasedDateTime !== undefined;
  const wasOneOfSeveral = kept.multipleBirthBoolean !== undefined || kept.multipleBirthInteger !== undefined;
  const { deceasedBoolean, deceasedDateTime, multipleBirthBoolean, multipleBirthInteger } = other;
  return {
    ...(isDead || (deceasedBoolean !== true && deceasedDateTime === undefined)
      ? {}
      : { deceasedBoolean, deceasedDateTime }),
    ...(wasOneOfSeveral ? {} : { multipleBirthBoolean, multipleBirthInteger }),
    maritalStatus: kept.maritalStatus ?? other.maritalStatus,
    communication: kept.communication ?? other.communication,
    contact: kept.contact ?? other.contact,
  } as Partial<Patient>;
}

/** `more` after what is there, each once. */
function unitedBy<T>(
  list: readonly T[] = [],
  more: readonly T[] = [],
  key: (item: T) => string | undefined,
): T[] {
  const isThere = (item: T) =>
    list.some((one) => (key(item) === undefined ? sameJson(one, item) : key(one) === key(item)));
  return [...list, ...more.filter((item) => !isThere(item))];
}

function unitedLabels({ meta }: Patient, other: Patient): Patient['meta'] {
  const code = ({ system = '', code: of = '' }: { system?: string; code?: string }) => `${system}|${of}`;
  const security = unitedBy(meta?.security, other.meta?.security, code);
  const tag = unitedBy(meta?.tag, other.meta?.tag, code);
  return { ...meta, ...(security.length > 0 ? { security } : {}), ...(tag.length > 0 ? { tag } : {}) };
}

const linkTo = (type: PatientLink['type'], { id = '' }: Patient): PatientLink => ({
  other: { reference: patientReference(id) },
  type,
});

/** The record that leads on: it keeps what it says. */
export const leadingPatient = (other: Patient, kept: Patient): Patient => ({
  ...other,
  active: false,
  link: [...(other.link ?? []), linkTo('replaced-by', kept)],
});

/** What is kept of a merge to undo it. */
export interface MergedPair {
  before: { kept: Patient; other: Patient };
  /** Versions that the merge made of them. */
  after: { kept: string; other: string };
}

/**
 * Both Patients as they were, where they were not changed since. What was changed since stands: only what the merge itself
 * brought is taken away, the link and the other's numbers; labels stay, since nothing that is hidden opens by itself.
 */
export function unmergedPair(
  { before, after }: MergedPair,
  now: { kept: Patient; other: Patient },
): { kept: Patient; other: Patient } {
  const [keptId, otherId] = [before.kept.id ?? '', before.other.id ?? ''];
  const isKeptAsMerged = now.kept.meta?.versionId === after.kept;
  const isOtherAsMerged = now.other.meta?.versionId === after.other;
  const { active: _set, ...other } = now.other;
  return {
    kept: isKeptAsMerged ? before.kept : withoutMerge(now.kept, before, otherId),
    other: isOtherAsMerged
      ? before.other
      : withoutBlanks({
          ...other,
          ...(before.other.active === undefined ? {} : { active: before.other.active }),
          link: (now.other.link ?? []).filter(
            ({ type, other: to }) => type !== 'replaced-by' || patientIdOf(to.reference) !== keptId,
          ),
        }),
  };
}

const completable = [
  ...(['deceasedBoolean', 'deceasedDateTime', 'multipleBirthBoolean', 'multipleBirthInteger'] as const),
  ...(['maritalStatus', 'communication', 'contact'] as const),
];

/** What the kept one did not know goes, where it still says what the other said. */
const withoutCompleted = (kept: Patient, before: MergedPair['before']): Partial<Patient> =>
  Object.fromEntries(
    completable
      .filter((part) => before.kept[part] === undefined && sameJson(kept[part], before.other[part]))
      .map((part) => [part, undefined]),
  );

/** The other's matricule is of one person alone; where the kept one had come to it by the merge, nothing proves who they are. */
function withoutTheirIns(kept: Patient, before: MergedPair['before']): Patient {
  const now = new Date();
  const [own, theirs, stands] = [before.kept, before.other, kept].map((one) => matriculeOf(one, now));
  if (!stands || stands.matricule !== theirs?.matricule || stands.matricule === own?.matricule) return kept;
  const lowered = nextIdentityState(readState(kept), { kind: 'strict-trait-changed' });
  if (!lowered.ok) return kept;
  const identifier = (kept.identifier ?? []).filter(
    (one) => !isMatricule(one) || compactIns(one.value ?? '') !== stands.matricule,
  );
  return writeIdentity({ ...kept, identifier }, { state: lowered.state, validation: null }, now);
}

function withoutMerge(merged: Patient, before: MergedPair['before'], otherId: string): Patient {
  const kept = withoutTheirIns(merged, before);
  const own = new Set((before.kept.identifier ?? []).map(nameOf));
  const came = new Set((before.other.identifier ?? []).filter((one) => !isMatricule(one)).map(nameOf));
  const treats = ({ generalPractitioner = [] }: Patient) =>
    new Set(generalPractitioner.flatMap(({ reference }) => reference ?? []));
  const [ownTreat, theirsTreat] = [treats(before.kept), treats(before.other)];
  return withoutBlanks({
    ...kept,
    ...withoutCompleted(kept, before),
    // who treats the other one has no part in this record
    generalPractitioner: kept.generalPractitioner?.filter(
      ({ reference = '' }) => ownTreat.has(reference) || !theirsTreat.has(reference),
    ),
    identifier: (kept.identifier ?? []).filter((one) => own.has(nameOf(one)) || !came.has(nameOf(one))),
    link: (kept.link ?? []).filter(
      ({ type, other }) => type !== 'replaces' || patientIdOf(other.reference) !== otherId,
    ),
  });
}
