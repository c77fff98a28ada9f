import { checkIns } from '../ins.ts';
import { isUndeclaredGivenName } from '../identity-rules/strict-traits.ts';
import { comparableDate, type ComparableDate } from './birth-date.ts';
import { comparableName, nameWords, type ComparableName } from './normalise.ts';

/** What is known of a person's identity, as it was written down. Whatever is missing or blank is compared with nothing. */
export interface IdentityTraits {
  birthName?: string | undefined;
  usedName?: string | undefined;
  /** Given names of birth, in their order; the first may be compound. */
  givenNames?: readonly string[] | undefined;
  usedGivenName?: string | undefined;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  birthDate?: string | undefined;
  /** Others than these two tell nobody apart. */
  sex?: string | undefined;
  /** Official geographical code (COG) of the commune of birth, or of the country: 5 characters. */
  birthplace?: string | undefined;
  /** Matricule INS with its key, 15 characters. */
  ins?: string | undefined;
  telephones?: readonly string[] | undefined;
}

/** The same as it is compared: made once for a person, compared many times. */
export interface ComparableIdentity {
  birthName: ComparableName | null;
  /** Null as well when it is the birth name once more. */
  usedName: ComparableName | null;
  firstGivenName: ComparableName | null;
  /** The words of the first given name, each for itself. */
  firstGivenWords: readonly ComparableName[];
  usedGivenName: ComparableName | null;
  /** The words of all given names of birth, in their order. */
  givenWords: readonly string[];
  birthDate: ComparableDate | null;
  sex: 'male' | 'female' | null;
  birthplace: string | null;
  /** 13 characters, and only of a matricule whose key is right. */
  ins: string | null;
  /** The last nine digits of each. */
  telephones: readonly string[];
}

const mostGivenWords = 12,
  mostTelephones = 10;

export function comparableIdentity(traits: IdentityTraits): ComparableIdentity {
  const birthName = comparableName(traits.birthName),
    usedName = comparableName(traits.usedName);
  // words that stand for a name are none: all who were born on one day would be alike
  const givenNames = (traits.givenNames ?? []).filter(
    (name) => comparableName(name) !== null && !isUndeclaredGivenName(name),
  );
  const { sex } = traits;
  return {
    birthName,
    usedName: usedName?.whole === birthName?.whole ? null : usedName,
    firstGivenName: comparableName(givenNames[0]),
    firstGivenWords: nameWords(givenNames[0] ?? '')
      .slice(0, mostGivenWords)
      .flatMap((word) => comparableName(word) ?? []),
    usedGivenName: comparableName(traits.usedGivenName),
    givenWords: givenNames.flatMap(nameWords).slice(0, mostGivenWords),
    birthDate: comparableDate(traits.birthDate),
    sex: sex === 'male' || sex === 'female' ? sex : null,
    birthplace: comparedPlace(traits.birthplace),
    ins: comparedIns(traits.ins),
    telephones: [...new Set((traits.telephones ?? []).map(lastNine).filter((digits) => digits !== ''))].slice(
      0,
      mostTelephones,
    ),
  };
}

/** The COG's code of a birthplace that nobody knows (RNIV). */
const unknownPlace = '99999';

function comparedPlace(text: string | undefined): string | null {
  const code = (text ?? '').trim().toUpperCase();
  return /^(\d{5}|2[AB]\d{3})$/.test(code) && code !== unknownPlace ? code : null;
}

function comparedIns(text: string | undefined): string | null {
  const checked = checkIns(text ?? '');
  return checked.ok ? checked.matricule.slice(0, 13) : null;
}

/** `+33 6 12 34 56 78` and `06 12 34 56 78` are one; what has fewer digits is none. One digit nine times is a stand-in. */
function lastNine(text: string): string {
  const digits = text.replaceAll(/\D/g, '').slice(-9);
  return digits.length === 9 && !/^(\d)\1+$/.test(digits) ? digits : '';
}
