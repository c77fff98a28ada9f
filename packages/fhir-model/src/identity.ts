import { age, civilDateAt, compactIns, insSystems, parseIsoDate } from '@keneyapp/clinical';
import type { Element, Extension, HumanName, Patient } from '@medplum/fhirtypes';
import { oneOf } from './coded.ts';
import { date } from './dates.ts';
import { extension, inForce } from './elements.ts';
import { systems } from './systems.ts';
import { words } from './text.ts';
import { idOf } from './references.ts';
import type { Age } from './shapes.ts';

/** Identity status of the French INS (fr-core-cs-identity-status). */
type InsStatus = 'PROV' | 'VALI' | 'RECUP' | 'QUAL';

export interface Identity {
  id: string;
  /** Name of birth; null when the record has none at all. */
  birthName: string | null;
  /** Name in use, only when it differs from the name of birth. */
  usedName: string | null;
  /** Given names of birth in their order; the first is the one of the banner. */
  givenNames: string[];
  /** Given name in use, only when it differs from the first of birth. */
  usedGivenName: string | null;
  /** FHIR date of any precision: `1984`, `1984-07`, `1984-07-12`. */
  birthDate: string | null;
  /** Age today, or at death; null without a birth date. */
  age: Age | null;
  sex: 'male' | 'female' | 'other' | 'unknown';
  birthPlace: { text: string; inseeCode: string | null } | null;
  /** Matricule INS, 15 characters, and where it is from; only for a qualified identity, as the national rules ask. */
  ins: { value: string; oid: string; kind: 'nir' | 'nia' | 'test' | 'demo' } | null;
  /** null: the record has no INS at all. */
  insStatus: InsStatus | null;
  ipp: string | null;
  deceased: { date: string | null } | null;
  /** Restricted or very restricted (meta.security). */
  confidential: boolean;
  /** False for a record that was set aside. */
  active: boolean;
  /** Id of the record that replaces this one after a merge. */
  replacedBy: string | null;
}

const insSystemKinds: Record<string, NonNullable<Identity['ins']>['kind']> = {
  [insSystems.nir]: 'nir',
  [insSystems.nia]: 'nia',
  [insSystems.test]: 'test',
  [insSystems.demo]: 'demo',
};
const statusSystem = /\/fr-core-cs-identity-status$/;
/** HL7 v2 table 0445 in its older French use: its VALI was given without the national service too, so nothing of it makes an identity qualified. */
const olderStatusSystem = /v2-0445$/;

export function readIdentity(patient: Patient, now: Date): Identity {
  const { birth, used } = namesOf(patient);
  const birthGiven = givenNames(birth);
  const usedGiven = givenNames(used)[0] ?? null;
  const birthName = familyOf(birth) ?? familyOf(used);
  const status = insStatusOf(patient, now);
  const birthDate = date(patient.birthDate);
  const deceased =
    patient.deceasedDateTime !== undefined || patient.deceasedBoolean === true
      ? { date: date(patient.deceasedDateTime) }
      : null;
  const usedName = familyOf(used);
  return {
    id: patient.id ?? '',
    birthName,
    usedName: same(usedName, birthName) ? null : usedName,
    givenNames: birthGiven.length > 0 ? birthGiven : givenNames(used),
    usedGivenName: birthGiven.length === 0 || same(usedGiven, birthGiven[0] ?? null) ? null : usedGiven,
    birthDate,
    age: ageAt(birthDate, deceased ? deceased.date : now.toISOString(), now),
    sex: oneOf(['male', 'female', 'other'], patient.gender) ?? 'unknown',
    birthPlace: birthPlaceOf(patient),
    ins: status === 'QUAL' ? insOf(patient, now) : null,
    insStatus: status,
    ipp: ippOf(patient, now),
    deceased,
    confidential: patient.meta?.security?.some((s) => s.code === 'R' || s.code === 'V') ?? false,
    active: patient.active !== false,
    replacedBy: idOf(patient.link?.find((l) => l.type === 'replaced-by')?.other),
  };
}

const same = (a: string | null, b: string | null): boolean =>
  a === null || (b !== null && a.toLocaleUpperCase('fr') === b.toLocaleUpperCase('fr'));

/**
 * Name of birth and name in use. French records: `official` is of birth, `usual` in use. Others: `maiden` is of birth,
 * then `official` is in use. Old names and nicknames count only when there is nothing else.
 */
function namesOf({ name: names = [] }: Patient): {
  birth: HumanName | undefined;
  used: HumanName | undefined;
} {
  const of = (use: HumanName['use']) =>
    names.find((n) => n.use === use && (familyOf(n) !== null || n.given !== undefined));
  const maiden = of('maiden');
  const official = of('official') ?? names.find((n) => n.use === undefined && familyOf(n) !== null);
  const usual = of('usual');
  const any = official ?? usual ?? names.find((n) => n.use !== 'old') ?? names[0];
  if (!maiden) return { birth: any, used: usual };
  return {
    birth: maiden.given ? maiden : { ...maiden, ...(any?.given ? { given: any.given } : {}) },
    used: usual ?? official,
  };
}

const ownName = 'http://hl7.org/fhir/StructureDefinition/humanname-own-name';
/** Family name; some records carry only its parts, as extensions, or only the whole as text. */
function familyOf(name: HumanName | undefined): string | null {
  if (!name) return null;
  const parts = (name as { _family?: Element })._family?.extension;
  const own = parts?.find((e) => e.url === ownName)?.valueString;
  const anyPart = parts
    ?.filter((e) => e.valueString !== undefined && /humanname-(fathers|mothers|partner)-/.test(e.url))
    .map((e) => e.valueString)
    .join(' ');
  return words(name.family) ?? words(own) ?? words(anyPart) ?? (name.given ? null : words(name.text));
}

/** Given names in order; the French list of birth given names, one text, beats what is in `given`. */
function givenNames(name: HumanName | undefined): string[] {
  const list = name?.extension?.find((e) =>
    /birth-list-given-name$|BirthGivenNames$|birth-list-given-names$/i.test(e.url),
  )?.valueString;
  const given = (name?.given ?? []).flatMap((g) => words(g) ?? []);
  const listed = words(list)?.split(' ') ?? [];
  if (listed.length === 0 || listed.join(' ') === given.join(' ')) return given;
  // the first given name may itself hold a blank (`Marie Anne`): keep it whole
  const first = given[0];
  const rest = first ? listed.join(' ').slice(first.length).trim() : '';
  return first && listed.join(' ').toLocaleUpperCase('fr').startsWith(first.toLocaleUpperCase('fr'))
    ? [first, ...rest.split(' ').filter((r) => r !== '')]
    : listed;
}

function ageAt(birthDate: string | null, at: string | null, now: Date): Age | null {
  if (birthDate === null || at === null) return null;
  const today = at.length > 10 ? civilDateAt(new Date(at)) : (parseIsoDate(at) ?? civilDateAt(now));
  const birth = parseIsoDate(birthDate);
  if (birth) return age(birth, today);
  // only a year, or a month: years are all that can be said, and the last birthday may not have been
  const [year = 0, month = 1] = birthDate.split('-').map(Number);
  const years = today.year - year - (birthDate.length > 4 && today.month < month ? 1 : 0);
  return years >= 0 ? { value: years, unit: 'year' } : null;
}

function birthPlaceOf(patient: Patient): Identity['birthPlace'] {
  const address = extension(
    patient,
    'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
  )?.valueAddress;
  const text =
    words(address?.city) ??
    words(address?.text) ??
    words(address?.district) ??
    words(address?.state) ??
    words(address?.country);
  const codes = [
    ...(address?.extension ?? []),
    ...((address as { _city?: Element } | undefined)?._city?.extension ?? []),
  ];
  const insee = codes.find((e) => /insee-code$/i.test(e.url));
  const inseeCode = insee?.valueCoding?.code ?? insee?.valueString ?? insee?.valueCode ?? null;
  return text === null && inseeCode === null ? null : { text: text ?? inseeCode ?? '', inseeCode };
}

function insOf(patient: Patient, now: Date): Identity['ins'] {
  for (const { system = '', value } of inForce(patient.identifier, now)) {
    const kind = insSystemKinds[system];
    if (kind && value) return { value: compactIns(value), oid: system.replace('urn:oid:', ''), kind };
  }
  return null;
}

function insStatusOf(patient: Patient, now: Date): InsStatus | null {
  const nested = (e: Extension): Extension[] => [e, ...(e.extension ?? []).flatMap(nested)];
  const codings = (patient.extension ?? [])
    .flatMap(nested)
    .flatMap((e) => [e.valueCoding, ...(e.valueCodeableConcept?.coding ?? [])])
    .filter((c) => c !== undefined);
  const status = oneOf(
    ['PROV', 'VALI', 'RECUP', 'QUAL'],
    codings.find((c) => statusSystem.test(c.system ?? ''))?.code,
  );
  if (status) return status;
  const older = codings.find((c) => olderStatusSystem.test(c.system ?? ''));
  if (older) return older.code === 'VALI' ? 'VALI' : 'PROV';
  return insOf(patient, now) ? 'PROV' : null;
}

/** Hospital number: ours, else any of type PI, else a medical record number of another system. */
function ippOf(patient: Patient, now: Date): string | null {
  const all = inForce(patient.identifier, now);
  const typed = (code: string) =>
    all.find(
      (i) =>
        i.type?.coding?.some((c) => c.code === code) &&
        !(i.system !== undefined && i.system in insSystemKinds),
    );
  return (all.find((i) => i.system === systems.ipp) ?? typed('PI') ?? typed('MR'))?.value?.trim() ?? null;
}
