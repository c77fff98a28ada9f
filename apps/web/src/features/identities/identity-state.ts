import type { CorrectInput, LikeInput, RegisterInput } from '@keneyapp/bff/features/identities/schema';
import type { IdentityFormView } from '@keneyapp/bff/features/identities/view';
import {
  checkTraits,
  civilDateAt,
  identityDocuments,
  isUnknownPlace,
  longestName,
  readBirthDate,
  unknownPlaceCode,
  unsaidBirthDate,
  type BirthDate,
  type DocumentHolder,
  type IdentityAttribute,
  type IdentityDocument,
  type StrictTraits,
  type TraitField,
} from '@keneyapp/clinical';
import { z } from 'zod';
import {
  noRelations,
  relationField,
  relationProblems,
  toRelations,
  type RelationValues,
} from './relations-state.ts';

/** What stands in the form, as it was typed. */
export interface IdentityValues extends RelationValues {
  birthName: string;
  firstGivenName: string;
  /** Those behind the first, as the civil registry has them. */
  otherGivenNames: string;
  sex: '' | StrictTraits['sex'];
  birthDate: string;
  placeCode: string;
  placeName: string;
  isPlaceUnknown: boolean;
  usedName: string;
  usedGivenName: string;
  mobile: string;
  email: string;
  /** No messages by e-mail. */
  wantsNoMail: boolean;
  street: string;
  postalCode: string;
  city: string;
  document: '' | IdentityDocument;
  holder: DocumentHolder;
  isHomonym: boolean;
  isDoubtful: boolean;
  isFictive: boolean;
  vital: 'alive' | 'deceased';
  /** As far as it is known; empty: not at all. */
  deathDate: string;
  /** Why an identity is corrected; always there when somebody is registered. */
  reason: '' | CorrectInput['reason'];
  /** Names and date that came from elsewhere, with what they look like here: as long as nobody typed over it, they stay what they are. */
  origin: {
    givenNames: { first: string; others: string; list: readonly string[] };
    birthDate: { typed: string; date: BirthDate };
  } | null;
}

export const freshIdentity: IdentityValues = {
  ...{ birthName: '', firstGivenName: '', otherGivenNames: '', sex: '', birthDate: '' },
  ...{ placeCode: '', placeName: '', isPlaceUnknown: false },
  ...{
    usedName: '',
    usedGivenName: '',
    mobile: '',
    email: '',
    wantsNoMail: false,
    street: '',
    postalCode: '',
    city: '',
  },
  ...{ document: '', holder: 'anybody', isHomonym: false, isDoubtful: false, isFictive: false },
  ...noRelations,
  ...{ vital: 'alive', deathDate: '', reason: 'correction', origin: null },
};

/** In which field of the form a trait stands. */
export const fieldOfTrait = {
  birthName: 'birthName',
  firstGivenName: 'firstGivenName',
  givenNames: 'otherGivenNames',
  birthDate: 'birthDate',
  sex: 'sex',
  birthPlace: 'placeCode',
} as const satisfies Record<TraitField, keyof IdentityValues>;

export const today = () => civilDateAt(new Date());

/** A birth date as it stands in the form: its own, when nobody typed over it. */
export function typedBirthDate({ birthDate, origin }: Pick<IdentityValues, 'birthDate' | 'origin'>) {
  if (origin && origin.birthDate.typed === birthDate && birthDate !== '')
    return { ok: true as const, date: origin.birthDate.date };
  return readBirthDate(birthDate, today());
}

/** Names behind the first: by commas where there are any, else by blanks. */
const namesIn = (text: string): string[] =>
  text
    .split(text.includes(',') ? ',' : /\s+/)
    .map((name) => name.trim())
    .filter((name) => name !== '');

export function toTraits(values: IdentityValues): StrictTraits {
  const { birthName, firstGivenName, otherGivenNames, sex, origin } = values;
  const of = origin?.givenNames;
  const isAsItCame = of && of.first === firstGivenName && of.others === otherGivenNames;
  const others = namesIn(otherGivenNames);
  const read = typedBirthDate(values);
  return {
    birthName,
    firstGivenName,
    givenNames: isAsItCame ? of.list : others.length > 0 ? [firstGivenName, ...others] : [],
    birthDate: read.ok ? read.date : unsaidBirthDate,
    sex: sex || 'unknown',
    birthPlace: values.isPlaceUnknown
      ? { code: unknownPlaceCode, name: null }
      : { code: values.placeCode.trim().toUpperCase(), name: values.placeName.trim() || null },
  };
}

/** The same as the BFF takes them. */
export function sentTraits(values: IdentityValues): RegisterInput['traits'] {
  const { birthDate, givenNames, ...traits } = toTraits(values);
  const { known, written, isEstimated } = birthDate;
  const day = Number(written.slice(8, 10));
  const isDayOfUnknownMonth = /^\d{4}$/.test(known) && !written.endsWith('-12-31') && written !== '';
  return {
    ...traits,
    givenNames: [...givenNames],
    birthDate: { known, isEstimated, ...(isDayOfUnknownMonth ? { dayOfUnknownMonth: day } : {}) },
  };
}

/** What is wrong, by field; the message is a reason. */
export const identitySchema: z.ZodType<IdentityValues, IdentityValues> = z
  .custom<IdentityValues>()
  .superRefine((values, context) => {
    const wrong = (path: keyof IdentityValues, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    for (const { field, problem } of checkTraits(toTraits(values), today()))
      if (field !== 'birthDate') wrong(fieldOfTrait[field], problem);
    const read = typedBirthDate(values);
    if (!read.ok) wrong('birthDate', read.problem);
    for (const name of ['usedName', 'usedGivenName'] as const)
      if (values[name].trim().length > longestName) wrong(name, 'too-long');
    if (values.sex === '') wrong('sex', 'empty');
    if (values.email.trim() && !z.email().safeParse(values.email.trim()).success) wrong('email', 'email');
    if (values.mobile.trim() && values.mobile.replaceAll(/\D/g, '').length < 4) wrong('mobile', 'telephone');
    for (const [name, reason] of relationProblems(values)) wrong(name, reason);
    if (values.vital === 'deceased' && values.deathDate.trim() !== '') {
      const death = readBirthDate(values.deathDate, today());
      if (!death.ok) wrong('deathDate', death.problem);
    }
    if (values.reason === '') wrong('reason', 'empty');
  });

/** Where what the BFF refuses is said. */
export function ofServer({ path, message }: { path: readonly (string | number)[]; message: string }): {
  name: keyof IdentityValues | 'insi';
  reason: string;
} {
  const [group, field, ...rest] = path.map(String);
  if (group === 'traits' && field && field in fieldOfTrait)
    return { name: fieldOfTrait[field as TraitField], reason: message };
  if (group === 'insi') return { name: 'insi', reason: message };
  if (group === 'deceased') return { name: 'deathDate', reason: message };
  if (field === 'relations') return { name: relationField(rest), reason: message };
  if (field === 'usedName' || field === 'usedGivenName') return { name: field, reason: message };
  const contact = [field, ...rest].join('.');
  if (contact.startsWith('email')) return { name: 'email', reason: 'email' };
  if (contact.startsWith('telephones')) return { name: 'mobile', reason: 'telephone' };
  if (contact.startsWith('home')) return { name: 'street', reason: 'too-long' };
  return { name: 'birthName', reason: 'refused' };
}

const orNull = (text: string) => text.trim() || null;

/** Used names, telephone and address; what the form does not show of those on record stays. */
export function toContact(values: IdentityValues, before?: IdentityFormView): RegisterInput['contact'] {
  const telephones = [...(before?.telephones ?? [])];
  const at = telephones.findIndex(({ use }) => use === 'mobile');
  const mobile = orNull(values.mobile);
  telephones.splice(
    at < 0 ? 0 : at,
    at < 0 ? 0 : 1,
    ...(mobile ? [{ value: mobile, use: 'mobile' as const }] : []),
  );
  const lines = values.street
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const [postalCode, city] = [orNull(values.postalCode), orNull(values.city)];
  const home = before?.home;
  const isSameCity = home?.postalCode === postalCode && home.city === city;
  const isNowhere = lines.length === 0 && postalCode === null && city === null;
  return {
    usedName: orNull(values.usedName),
    usedGivenName: orNull(values.usedGivenName),
    home: isNowhere
      ? null
      : {
          lines,
          postalCode,
          city,
          inseeCode: isSameCity ? home.inseeCode : null,
          country: isSameCity ? home.country : null,
        },
    telephones,
    email: orNull(values.email),
    wantsNoMail: values.wantsNoMail,
    relations: toRelations(values, before?.relations),
  };
}

export const toAttributes = (values: IdentityValues): IdentityAttribute[] => [
  ...(values.isHomonym ? ['homonym' as const] : []),
  ...(values.isDoubtful ? ['doubtful' as const] : []),
  ...(values.isFictive ? ['fictive' as const] : []),
];

/** Of whom a paper proves something only in special cases, somebody has to say who they are. */
export const asksHolder = (document: IdentityValues['document']): boolean =>
  document !== '' &&
  identityDocuments[document].proves.length > 0 &&
  !identityDocuments[document].proves.some((holder) => holder === 'anybody');

export const toProof = ({ document, holder }: IdentityValues): RegisterInput['proof'] =>
  document === '' ? null : { document, holder: asksHolder(document) ? holder : 'anybody' };

/** What is compared with the base so far; null as long as it would be like half of it. */
export function toLike(values: IdentityValues, matricule: string | null): LikeInput | null {
  const traits = toTraits(values);
  const [birthName, usedName, first, mobile] = [
    values.birthName,
    values.usedName,
    values.firstGivenName,
    values.mobile,
  ].map((text) => text.trim());
  const name = (birthName ?? '').length > 1 || (usedName ?? '').length > 1;
  const others = [(first ?? '').length > 1, traits.birthDate.known !== '', (mobile ?? '').length > 8];
  if (!matricule && [name, ...others].filter(Boolean).length < 2) return null;
  return {
    ...(birthName ? { birthName } : {}),
    ...(usedName ? { usedName } : {}),
    ...(values.usedGivenName.trim() ? { usedGivenName: values.usedGivenName.trim() } : {}),
    ...(first ? { firstGivenName: first } : {}),
    ...(traits.givenNames.length > 0 ? { givenNames: [...traits.givenNames] } : {}),
    ...(traits.birthDate.known ? { birthDate: traits.birthDate.known } : {}),
    ...(values.sex ? { sex: values.sex } : {}),
    ...(isUnknownPlace(traits.birthPlace.code) ? {} : { birthPlace: traits.birthPlace.code }),
    ...(mobile ? { telephones: [mobile] } : {}),
    ...(matricule ? { matricule } : {}),
  };
}
