import {
  age,
  civilDateAt,
  compactIns,
  formatIsoDate,
  insSystems,
  mayUseIns,
  parseIsoDate,
  type IdentityAttribute,
  type IdentityStatus,
} from '@keneyapp/clinical';
import type { Patient } from '@medplum/fhirtypes';
import { oneOf } from './coded.ts';
import { date } from './dates.ts';
import { birthPlaceOf } from './birth-place.ts';
import { inForce } from './elements.ts';
import { nameWords, namesOf, readName } from './human-name.ts';
import {
  attributesOf,
  recordedStatus,
  validationOf,
  type IdentityValidation,
} from './identity-reliability.ts';
import { systems } from './systems.ts';
import { idOf } from './references.ts';
import type { Age } from './shapes.ts';

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
  /** As recorded, `Mme`, `Dr`. */
  prefix: string | null;
  /** `Sr`, `Jr`: part of the name wherever it is shown, it tells a father from his son. */
  suffix: string | null;
  /** Names that are neither: ended ones, old ones, nicknames. `until` when the record says so. */
  otherNames: { text: string; use: string | null; until: string | null }[];
  /** One of several born together, and which; null: not said to be. */
  multipleBirth: { order: number | null } | null;
  /** A record to try things out (HTEST): nobody. */
  isTest: boolean;
  /** FHIR date of any precision: `1984`, `1984-07`, `1984-07-12`. */
  birthDate: string | null;
  /** Age today, or at death; null without a birth date. */
  age: Age | null;
  sex: 'male' | 'female' | 'other' | 'unknown';
  birthPlace: { text: string; inseeCode: string | null } | null;
  /** Matricule INS, 15 characters, and where it is from; only for a qualified identity, as the national rules ask. */
  ins: { value: string; oid: string; kind: 'nir' | 'nia' | 'test' | 'demo' } | null;
  /** null: the record has no INS at all. */
  insStatus: IdentityStatus | null;
  /** Homonym, doubtful, fictive (RNIV). */
  attributes: IdentityAttribute[];
  /** The paper that was checked and when; null when none is recorded. */
  validation: IdentityValidation | null;
  ipp: string | null;
  deceased: { date: string | null } | null;
  /** Restricted or very restricted (meta.security). */
  confidential: boolean;
  /** False for a record that was set aside. */
  active: boolean;
  /** Id of the record that replaces this one after a merge. */
  replacedBy: string | null;
}

/** What a line of a list needs to tell people apart. */
export type IdentityTraits = Pick<
  Identity,
  | 'id'
  | 'birthName'
  | 'usedName'
  | 'givenNames'
  | 'usedGivenName'
  | 'suffix'
  | 'multipleBirth'
  | 'attributes'
  | 'isTest'
  | 'birthDate'
  | 'age'
  | 'sex'
  | 'ipp'
>;

const insSystemKinds: Record<string, NonNullable<Identity['ins']>['kind']> = {
  [insSystems.nir]: 'nir',
  [insSystems.nia]: 'nia',
  [insSystems.test]: 'test',
  [insSystems.demo]: 'demo',
};

export function readIdentity(patient: Patient, now: Date): Identity {
  const names = namesOf(patient.name, now);
  const [birth, used, official] = [names.birth, names.used, names.official].map((n) =>
    n ? readName(n) : null,
  );
  // a usual name may be a given name only (`Jimmy`), and the official one is in use beside it; a maiden name may be a family name only
  const [birthFamily, birthGiven] = [birth?.family ?? null, birth?.given ?? []];
  const usedFamily = used?.family ?? official?.family ?? null;
  const allGiven = birthGiven.length > 0 ? birthGiven : (official?.given ?? []);
  const usedGiven = used?.given[0] ?? null;
  const birthName = birthFamily ?? usedFamily;
  const [status, attributes] = [insStatusOf(patient, now), attributesOf(patient)];
  const birthDate = date(patient.birthDate);
  const deceased =
    patient.deceasedDateTime !== undefined || patient.deceasedBoolean === true
      ? { date: date(patient.deceasedDateTime) }
      : null;
  return {
    id: patient.id ?? '',
    birthName,
    usedName: same(usedFamily, birthName) ? null : usedFamily,
    givenNames: allGiven.length > 0 ? allGiven : (used?.given ?? []),
    usedGivenName: allGiven.length === 0 || same(usedGiven, allGiven[0] ?? null) ? null : usedGiven,
    prefix: official?.prefix ?? used?.prefix ?? birth?.prefix ?? null,
    suffix: official?.suffix ?? used?.suffix ?? birth?.suffix ?? null,
    otherNames: names.others.flatMap((n) => {
      const text = nameWords(n);
      return text === null ? [] : [{ text, use: n.use ?? null, until: date(n.period?.end) }];
    }),
    multipleBirth:
      patient.multipleBirthInteger !== undefined
        ? { order: patient.multipleBirthInteger }
        : patient.multipleBirthBoolean === true
          ? { order: null }
          : null,
    isTest: [...(patient.meta?.tag ?? []), ...(patient.meta?.security ?? [])].some((c) => c.code === 'HTEST'),
    birthDate,
    age: ageAt(birthDate, deceased ? deceased.date : now.toISOString()),
    sex: oneOf(['male', 'female', 'other'], patient.gender) ?? 'unknown',
    birthPlace: birthPlaceOf(patient),
    ins: status !== null && mayUseIns({ status, attributes }) ? insOf(patient, now) : null,
    insStatus: status,
    attributes,
    validation: validationOf(patient),
    ipp: ippOf(patient, now),
    deceased,
    confidential: patient.meta?.security?.some((s) => s.code === 'R' || s.code === 'V') ?? false,
    active: patient.active !== false,
    replacedBy: idOf(patient.link?.find((l) => l.type === 'replaced-by')?.other),
  };
}

const same = (a: string | null, b: string | null): boolean =>
  a === null || (b !== null && a.toLocaleUpperCase('fr') === b.toLocaleUpperCase('fr'));

/** Age at a moment; `isAbout` where a date is only a year or a month and the last birthday may not have been. */
function ageAt(birthDate: string | null, at: string | null): Age | null {
  if (birthDate === null || at === null) return null;
  const day = at.length > 10 ? formatIsoDate(civilDateAt(new Date(at))) : at;
  const [birth, end] = [parseIsoDate(birthDate), parseIsoDate(day)];
  if (birth && end) return age(birth, end);
  // as much of both as is known: the years between them, one less when the months say that the birthday was not yet
  const [year = 0, month] = birthDate.split('-').map(Number);
  const [endYear = 0, endMonth] = day.split('-').map(Number);
  const isKnown = month !== undefined && endMonth !== undefined && month !== endMonth;
  const value = endYear - year - (isKnown && endMonth < month ? 1 : 0);
  if (value < 0) return null;
  return { value, unit: 'year', ...(isKnown ? {} : { isAbout: true as const }) };
}

function insOf(patient: Patient, now: Date): Identity['ins'] {
  for (const { system = '', value } of inForce(patient.identifier, now)) {
    const kind = insSystemKinds[system];
    if (kind && value) return { value: compactIns(value), oid: system.replace('urn:oid:', ''), kind };
  }
  return null;
}

function insStatusOf(patient: Patient, now: Date): IdentityStatus | null {
  const status = recordedStatus(patient);
  if (status) return status;
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
