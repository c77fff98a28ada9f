import {
  birthDateOf,
  differingTraits,
  spellRniv,
  spellTraits,
  unsaidBirthDate,
  type BirthDate,
  type StrictTraits,
} from '@keneyapp/clinical';
import type { Element, Extension, HumanName, Patient } from '@medplum/fhirtypes';
import { date } from './dates.ts';
import { extension } from './elements.ts';
import { birthPlaceOf } from './birth-place.ts';
import { namesOf, readName } from './human-name.ts';
import { systems } from './systems.ts';

const core = 'https://hl7.fr/ig/fhir/core/StructureDefinition';
const birthPlaceUrl = 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace';
const inseeCodeUrl = `${core}/fr-core-address-insee-code`;
const givenListUrl = `${core}/fr-core-patient-birth-list-given-name`;
/** Ours, at the birth date: the year was guessed; the whole date that was written where it does not follow from what is known. */
const estimatedUrl = 'https://keneyapp.example/birth-date-estimated';
const writtenUrl = 'https://keneyapp.example/birth-date-written';
/** Of FHIR, at the birth date: the moment of the birth. */
const birthTimeUrl = 'http://hl7.org/fhir/StructureDefinition/patient-birthTime';
type WithBirthDateElement = Patient & { _birthDate?: Element };

/** The strict traits that are recorded; the exact inverse of `withTraits`. What is missing is blank or unknown. */
export function readTraits(patient: Patient, now: Date): StrictTraits {
  const { birth, used, official } = namesOf(patient.name, now);
  const [of, ofOfficial, ofUsed] = [birth, official, used].map((n) => (n ? readName(n) : null));
  const givenNames = [of, ofOfficial, ofUsed].map((n) => n?.given ?? []).find((all) => all.length > 0) ?? [];
  const place = birthPlaceOf(patient);
  return {
    birthName: of?.family ?? ofUsed?.family ?? ofOfficial?.family ?? '',
    givenNames,
    firstGivenName: givenNames[0] ?? '',
    birthDate: readBirth(patient),
    sex: patient.gender === 'male' || patient.gender === 'female' ? patient.gender : 'unknown',
    birthPlace: {
      code: place?.inseeCode ?? '',
      name: place && place.text !== place.inseeCode ? place.text : null,
    },
  };
}

function readBirth(patient: Patient): BirthDate {
  const element = (patient as WithBirthDateElement)._birthDate;
  const known = birthDateOf(date(patient.birthDate) ?? '', {
    isEstimated: extension(element, estimatedUrl)?.valueBoolean === true,
  });
  if (!known) return unsaidBirthDate;
  return { ...known, written: extension(element, writtenUrl)?.valueDate ?? known.written };
}

/** The moment of the birth; null where none is recorded, or it is of another day than the birth date. */
export function birthTimeOf(patient: Patient): string | null {
  const at = extension((patient as WithBirthDateElement)._birthDate, birthTimeUrl)?.valueDateTime;
  return at && patient.birthDate !== undefined && at.startsWith(`${patient.birthDate}T`) ? at : null;
}

/** @param at of the day that stands as birth date, with its offset */
export function withBirthTime(patient: Patient, at: string): Patient {
  const element = (patient as WithBirthDateElement)._birthDate;
  const others = (element?.extension ?? []).filter(({ url }) => url !== birthTimeUrl);
  return {
    ...patient,
    _birthDate: { ...element, extension: [...others, { url: birthTimeUrl, valueDateTime: at }] },
  } as Patient;
}

export interface TraitsWrite {
  traits: StrictTraits;
  /** Undefined: as it was; null: none, the name of birth is in use. */
  usedName?: string | null | undefined;
  usedGivenName?: string | null | undefined;
  /** A name that the civil registry changed stays on record as an old one; one that was a slip does not. */
  reason?: 'correction' | 'civil-status' | undefined;
}

/**
 * The patient with these traits. Names that did not change stay as they are written; those that did are written as the RNIV
 * spells them, the French way: `official` is of birth, `usual` in use.
 */
export function withTraits(patient: Patient, write: TraitsWrite, now: Date): Patient {
  const before = readTraits(patient, now);
  const traits = spellTraits(write.traits);
  const changed = differingTraits(before, traits);
  let next = withNames(patient, write, traits, changed, now);
  if (changed.includes('birthDate') || before.birthDate.known !== traits.birthDate.known)
    next = withBirthDate(next, traits.birthDate);
  else if (before.birthDate.isEstimated !== traits.birthDate.isEstimated)
    next = withBirthDate(next, traits.birthDate);
  if (before.sex !== traits.sex) next = { ...next, gender: traits.sex };
  const [was, is] = [before.birthPlace, traits.birthPlace];
  return is.code !== '' && (was.code !== is.code || (is.name !== null && was.name !== is.name))
    ? withBirthPlace(next, traits)
    : next;
}

function withNames(
  patient: Patient,
  { usedName, usedGivenName, reason }: TraitsWrite,
  traits: StrictTraits,
  changed: readonly string[],
  now: Date,
): Patient {
  const { birth, used, official } = namesOf(patient.name, now);
  const read = used ? readName(used) : null;
  const isBirthNew =
    birth === undefined || changed.some((f) => ['birthName', 'givenNames', 'firstGivenName'].includes(f));
  const isUsedNew = usedName !== undefined || usedGivenName !== undefined;
  if (!isBirthNew && !isUsedNew) return patient;
  const before = readTraits(patient, now);
  // a name in use that only repeats the name of birth goes along with it
  const beside = (name: string | null | undefined, of: string) =>
    name != null && spellRniv(name) !== spellRniv(of) ? name : '';
  const family = usedName === undefined ? beside(read?.family, before.birthName) : (usedName ?? '');
  const given =
    usedGivenName === undefined ? beside(read?.given[0], before.firstGivenName) : (usedGivenName ?? '');
  const names: HumanName[] = [];
  const own =
    isBirthNew || official !== birth
      ? birthName(birth, official, isBirthNew ? traits : before, isBirthNew)
      : birth;
  names.push(own);
  if (family !== '' || given !== '')
    names.push(usualName(used, family || traits.birthName, given || traits.firstGivenName));
  const isKept = (n: HumanName) => n !== birth && n !== used && n !== official;
  const former: HumanName[] =
    isBirthNew && birth && reason === 'civil-status'
      ? [{ ...birth, use: 'old', period: { ...birth.period, end: now.toISOString().slice(0, 10) } }]
      : [];
  return { ...patient, name: [...names, ...(patient.name ?? []).filter(isKept), ...former] };
}

function birthName(
  birth: HumanName | undefined,
  official: HumanName | undefined,
  traits: StrictTraits,
  isNew: boolean,
): HumanName {
  const list = traits.givenNames.length > 0 ? traits.givenNames : [traits.firstGivenName];
  const prefix = birth?.prefix ?? official?.prefix;
  const suffix = birth?.suffix ?? official?.suffix;
  if (!isNew && birth?.family && (birth.given?.length ?? 0) > 0) return { ...birth, use: 'official' };
  const others = (birth?.extension ?? []).filter(
    (e) => !/birth-list-given-name|BirthGivenNames/i.test(e.url),
  );
  const listed: Extension = { url: givenListUrl, valueString: list.join(' ') };
  return {
    ...(birth?.period ? { period: birth.period } : {}),
    ...(prefix ? { prefix } : {}),
    ...(suffix ? { suffix } : {}),
    use: 'official',
    text: `${traits.birthName} ${traits.firstGivenName}`,
    family: traits.birthName,
    given: [traits.firstGivenName],
    extension: [listed, ...others],
  };
}

function usualName(used: HumanName | undefined, family: string, given: string): HumanName {
  const read = used ? readName(used) : null;
  if (used?.use === 'usual' && read?.family === family && read.given[0] === given) return used;
  return {
    ...(used?.period ? { period: used.period } : {}),
    ...(used?.prefix ? { prefix: used.prefix } : {}),
    ...(used?.suffix ? { suffix: used.suffix } : {}),
    ...(used?.extension ? { extension: used.extension } : {}),
    use: 'usual',
    text: `${family} ${given}`,
    family,
    given: [given],
  };
}

function withBirthDate(patient: Patient, { known, written, isEstimated }: BirthDate): Patient {
  const { birthDate: _old, _birthDate: element, ...rest } = patient as WithBirthDateElement;
  // a time is of its day
  const isOtherDay = patient.birthDate !== known;
  const others = (element?.extension ?? []).filter(
    ({ url }) => url !== estimatedUrl && url !== writtenUrl && !(isOtherDay && url === birthTimeUrl),
  );
  const follows = birthDateOf(known)?.written === written;
  const extensions: Extension[] = [
    ...others,
    ...(isEstimated ? [{ url: estimatedUrl, valueBoolean: true }] : []),
    ...(known === '' || follows ? [] : [{ url: writtenUrl, valueDate: written }]),
  ];
  return {
    ...rest,
    ...(known === '' ? {} : { birthDate: known }),
    ...(extensions.length > 0 ? { _birthDate: { ...element, extension: extensions } } : {}),
  } as Patient;
}

function withBirthPlace(patient: Patient, { birthPlace: { code, name } }: StrictTraits): Patient {
  const isAbroad = code.startsWith('99');
  const place: Extension = {
    url: birthPlaceUrl,
    valueAddress: {
      extension: [
        {
          url: inseeCodeUrl,
          valueCoding: { system: systems.communes, code, ...(name === null ? {} : { display: name }) },
        },
      ],
      ...(name === null ? {} : { city: name }),
      ...(isAbroad ? {} : { country: 'FRA' }),
    },
  };
  const others = (patient.extension ?? []).filter(({ url }) => url !== birthPlaceUrl);
  return { ...patient, extension: [...others, place] };
}
