import type { CivilDate } from '../age.ts';
import { folded } from '../fold.ts';
import { birthDateProblem, type BirthDate, type BirthDateProblem } from './birth-date.ts';

/**
 * The traits that make an official identity.
 * Source: RNIV 1, strict traits: birth name, given names of birth, first of them, date, sex and place of birth.
 */
export interface StrictTraits {
  birthName: string;
  /** Given names of birth in the order of the civil registry; empty when the list is not known. */
  givenNames: readonly string[];
  /** First given name of birth, which may be compound. */
  firstGivenName: string;
  birthDate: BirthDate;
  sex: 'male' | 'female' | 'unknown';
  /** Official geographical code (COG) of the commune, or of the country for births abroad: 5 characters; `99999` nobody knows it, empty nothing was said. */
  birthPlace: { code: string; name: string | null };
}

/** Source: RNIV 1: a birthplace that nobody knows has the code 99999. */
export const unknownPlaceCode = '99999';

/** Nothing was said of the place, or nobody knows it. */
export const isUnknownPlace = (code: string): boolean => ['', unknownPlaceCode].includes(code.trim());

/**
 * Source: ANS, Guide d'implémentation de l'identité INS: 100 characters for the birth name, for the list of given names and
 * for the first of them; the INS datamatrix has the same limit. A longer name is a slip, or two fields in one.
 */
export const longestName = 100;

/**
 * A name as the RNIV has it in every information system: capitals without accents, ligatures or other signs, apostrophes and
 * hyphens kept. Typographic ones become plain, several blanks one, what nobody sees is dropped. Nothing else is mended.
 * Source: RNIV 1, rules of entry of the names.
 */
export function spellRniv(text: string): string {
  return folded(text.replaceAll(/\p{Cf}/gu, '').replaceAll(/[‘’‛`´ʹʼʽʾʿ′＇]/gu, "'"))
    .replaceAll(/[‐‑‒–—―−﹣－]/gu, '-')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .toUpperCase();
}

/** The traits with every name as the RNIV spells it; the code of the place in capitals. */
export function spellTraits(traits: StrictTraits): StrictTraits {
  return {
    ...traits,
    birthName: spellRniv(traits.birthName),
    firstGivenName: spellRniv(traits.firstGivenName),
    givenNames: traits.givenNames.map(spellRniv).filter((name) => name !== ''),
    birthPlace: { ...traits.birthPlace, code: traits.birthPlace.code.trim().toUpperCase() },
  };
}

export type TraitField = 'birthName' | 'givenNames' | 'firstGivenName' | 'birthDate' | 'sex' | 'birthPlace';
export type TraitProblem =
  | BirthDateProblem
  | 'too-long'
  /** A digit, a dot, another alphabet: nothing that a civil registry writes. */
  | 'characters'
  /** The list of given names begins otherwise. */
  | 'not-first-of-list'
  /** No code of a commune or country. */
  | 'place-code';

/** What is wrong with the traits, field by field; empty when they can be saved. An unknown sex and place can. */
export function checkTraits(
  traits: StrictTraits,
  today: CivilDate,
): { field: TraitField; problem: TraitProblem }[] {
  const { birthName, firstGivenName, givenNames, birthPlace } = spellTraits(traits);
  const list = givenNames.join(' ');
  const found: [TraitField, TraitProblem | null][] = [
    ['birthName', nameProblem(birthName)],
    ['firstGivenName', nameProblem(firstGivenName)],
    ['givenNames', list === '' ? null : (nameProblem(list) ?? orderProblem(list, firstGivenName))],
    ['birthDate', birthDateProblem(traits.birthDate, today)],
    ['birthPlace', isPlaceCode(birthPlace.code) ? null : birthPlace.code === '' ? 'empty' : 'place-code'],
  ];
  return found.flatMap(([field, problem]) => (problem === null ? [] : [{ field, problem }]));
}

function nameProblem(spelt: string): TraitProblem | null {
  if (spelt === '') return 'empty';
  if (spelt.length > longestName) return 'too-long';
  return /^[A-Z' -]*[A-Z][A-Z' -]*$/.test(spelt) ? null : 'characters';
}

/** Source: RNIV 1: the first given name is the beginning of the list. A hyphen of one may be a blank of the other. */
function orderProblem(list: string, first: string): TraitProblem | null {
  const [all, one] = [list, first].map((name) => name.replaceAll('-', ' '));
  return one === '' || `${all} `.startsWith(`${one} `) ? null : 'not-first-of-list';
}

/** Shape only, and there is no department 00: which communes there are, and were, is the COG's. */
export function isPlaceCode(code: string): boolean {
  return /^(?:\d{2}|2[AB])\d{3}$/.test(code) && !code.startsWith('00');
}

/**
 * What INSi needs and these traits lack: without it the service is not asked.
 * Source: ANS, Guide d'intégration du téléservice INSi: birth name, one given name, sex and birth date; the place is optional.
 */
export function lackingForInsi(traits: StrictTraits): TraitField[] {
  const lacks: [TraitField, boolean][] = [
    ['birthName', traits.birthName.trim() === ''],
    ['firstGivenName', traits.firstGivenName.trim() === '' || isUndeclaredGivenName(traits.firstGivenName)],
    ['birthDate', traits.birthDate.written === ''],
    ['sex', traits.sex === 'unknown'],
  ];
  return lacks.flatMap(([field, isLacking]) => (isLacking ? [field] : []));
}

/** The strict traits in which two people, or one person before and after, differ; spelling, case and accents do not count. */
export function differingTraits(a: StrictTraits, b: StrictTraits): TraitField[] {
  const [one, other] = [spellTraits(a), spellTraits(b)];
  const differ: [TraitField, boolean][] = [
    ['birthName', one.birthName !== other.birthName],
    ['firstGivenName', one.firstGivenName !== other.firstGivenName],
    ['givenNames', one.givenNames.join(' ') !== other.givenNames.join(' ')],
    ['birthDate', one.birthDate.written !== other.birthDate.written],
    ['sex', one.sex !== other.sex],
    [
      'birthPlace',
      one.birthPlace.code !== other.birthPlace.code &&
        !(isUnknownPlace(one.birthPlace.code) && isUnknownPlace(other.birthPlace.code)),
    ],
  ];
  return differ.flatMap(([field, isDifferent]) => (isDifferent ? [field] : []));
}

/**
 * What stands for the first given name of a new-born whose parents have not declared one: words that nobody takes for a name,
 * until the civil registry has one (within five days of the birth, Code civil, article 55).
 */
export const undeclaredGivenName = 'SANS PRENOM';

export const isUndeclaredGivenName = (name: string): boolean =>
  spellRniv(name).replaceAll(/[ -]/g, '') === undeclaredGivenName.replace(' ', '');
