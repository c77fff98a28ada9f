import type { IdentityFormView } from '@keneyapp/bff/features/identities/view';
import {
  readBirthDate,
  unknownPlaceCode,
  unsaidBirthDate,
  type BirthDate,
  type StrictTraits,
  type TraitField,
} from '@keneyapp/clinical';
import { formatDate } from '@keneyapp/ui/format';
import { fromRelations } from './relations-state.ts';
import { freshIdentity, today, type IdentityValues } from './identity-state.ts';

/** A birth date as somebody here would type it. */
const writeBirthDate = ({ known, isEstimated }: BirthDate): string =>
  isEstimated && /^\d{4}$/.test(known) ? `vers ${known}` : (formatDate(known, 'fr') ?? '');

/** The form with these traits; `only` of some fields. */
export function withTraits(
  values: IdentityValues,
  traits: StrictTraits,
  only: readonly TraitField[] = [
    ...(['birthName', 'firstGivenName', 'givenNames', 'birthDate', 'sex', 'birthPlace'] as const),
  ],
): IdentityValues {
  const takes = (field: TraitField) => only.includes(field);
  const firstGivenName = takes('firstGivenName') ? traits.firstGivenName : values.firstGivenName;
  const otherGivenNames = takes('givenNames')
    ? othersOf(traits.givenNames, firstGivenName)
    : values.otherGivenNames;
  const birthDate = takes('birthDate') ? writeBirthDate(traits.birthDate) : values.birthDate;
  const isUnknown = traits.birthPlace.code === unknownPlaceCode;
  return {
    ...values,
    firstGivenName,
    otherGivenNames,
    birthDate,
    ...(takes('birthName') ? { birthName: traits.birthName } : {}),
    ...(takes('sex') ? { sex: traits.sex } : {}),
    ...(takes('birthPlace')
      ? {
          isPlaceUnknown: isUnknown,
          placeCode: isUnknown ? '' : traits.birthPlace.code,
          placeName: traits.birthPlace.name ?? '',
        }
      : {}),
    origin: {
      givenNames: takes('givenNames')
        ? { first: firstGivenName, others: otherGivenNames, list: traits.givenNames }
        : (values.origin?.givenNames ?? { first: '', others: '', list: [] }),
      birthDate: takes('birthDate')
        ? { typed: birthDate, date: traits.birthDate }
        : (values.origin?.birthDate ?? { typed: '', date: unsaidBirthDate }),
    },
  };
}

function othersOf(list: readonly string[], first: string): string {
  const [all, one] = [list.join(' '), first].map((name) => name.replaceAll('-', ' ').toUpperCase());
  if (all === undefined || one === undefined || !`${all} `.startsWith(`${one} `)) return list.join(', ');
  const words = one.split(' ').length;
  // the list may cut a compound name otherwise than the first given name has it
  const names: string[] = [];
  let passed = 0;
  for (const name of list) {
    if (passed >= words) names.push(name);
    passed += name.split(/[ -]/).length;
  }
  return names.some((name) => name.includes(' ')) ? names.join(', ') : names.join(' ');
}

/** An identity on record, as its form begins. */
export function fromRecord(view: IdentityFormView): IdentityValues {
  const { attributes } = view.state;
  const filled = withTraits(freshIdentity, view.traits);
  return {
    ...filled,
    usedName: view.usedName ?? '',
    usedGivenName: view.usedGivenName ?? '',
    mobile: view.telephones.find(({ use }) => use === 'mobile')?.value ?? '',
    email: view.email ?? '',
    wantsNoMail: view.wantsNoMail,
    street: view.home?.lines.join('\n') ?? '',
    postalCode: view.home?.postalCode ?? '',
    city: view.home?.city ?? '',
    isHomonym: attributes.includes('homonym'),
    isDoubtful: attributes.includes('doubtful'),
    isFictive: attributes.includes('fictive'),
    ...fromRelations(view.relations),
    vital: view.deceased ? 'deceased' : 'alive',
    deathDate: formatDate(view.deceased?.date?.slice(0, 10) ?? '', 'fr') ?? '',
    reason: '',
  };
}

/** What was typed in the search: a birth date, then a name and a given name. Whoever reads the form puts it right. */
export function fromSearch(words: string): IdentityValues {
  const parts = words.trim().split(/\s+/).filter(Boolean);
  const dates = parts.filter((part) => /\d/.test(part) && /[/.-]|^\d{8}$/.test(part));
  const birthDate = dates.find((part) => readBirthDate(part, today()).ok) ?? '';
  const [birthName = '', ...given] = parts.filter((part) => !/\d/.test(part));
  const [firstGivenName = '', ...others] = given;
  return { ...freshIdentity, birthName, firstGivenName, otherGivenNames: others.join(' '), birthDate };
}

/** A code fills what is empty. */
export const filledByCode = (values: IdentityValues, traits: StrictTraits): IdentityValues =>
  withTraits(values, traits, emptyFields(values));

function emptyFields(values: IdentityValues): TraitField[] {
  const empty: [TraitField, boolean][] = [
    ['birthName', values.birthName.trim() === ''],
    ['firstGivenName', values.firstGivenName.trim() === ''],
    ['givenNames', values.otherGivenNames.trim() === ''],
    ['birthDate', values.birthDate.trim() === ''],
    ['sex', values.sex === ''],
    ['birthPlace', values.placeCode.trim() === '' && !values.isPlaceUnknown],
  ];
  // a list belongs to its first name
  const isOtherFirst = values.firstGivenName.trim() !== '';
  return empty.flatMap(([field, isEmpty]) =>
    isEmpty && !(field === 'givenNames' && isOtherFirst) ? [field] : [],
  );
}
