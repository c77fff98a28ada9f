// The package ships no types and a declaration of a foreign module cannot be imported: every program that reads this file must find it.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="../talisman.d.ts" />
import jaroWinkler from 'talisman/metrics/jaro-winkler.js';
import type { ComparableIdentity } from './identity.ts';
import type { ComparableName } from './normalise.ts';
import { cut } from './phonetic-key.ts';
import { isOneSlip } from './slip.ts';

/**
 * Jaro-Winkler similarity (Winkler 1990) from which two names are close (DURAND, DURAN), or still alike (BERNARD, BERNADET).
 * It asks for more the shorter a name is and where it begins otherwise; there one slip of the hand is close as well (BRUNO,
 * VRUNO), from four letters on: LEA and LEO are two. The limits are ours, tried on the pairs of scripts/bench, seed `A`.
 */
const close = 0.92,
  alike = 0.88,
  shortestWithSlip = 4;

type Likeness = 'equal' | 'particle' | 'sound' | 'close' | 'alike' | 'different';

/** How two names agree, by the first that fits; `particle`: but for what stands before (DE LA TOUR, TOUR). */
function likeness(a: ComparableName, b: ComparableName): Likeness {
  if (a.whole === b.whole) return 'equal';
  if (a.core === b.core) return 'particle';
  if (sounds(a).some((sound) => sounds(b).includes(sound))) return 'sound';
  const similarity = Math.max(jaroWinkler(cut(a.whole), cut(b.whole)), jaroWinkler(cut(a.core), cut(b.core)));
  if (similarity >= close || isSlipOfTheHand(a.whole, b.whole)) return 'close';
  return similarity >= alike ? 'alike' : 'different';
}

const isSlipOfTheHand = (a: string, b: string): boolean =>
  Math.max(a.length, b.length) >= shortestWithSlip && isOneSlip(a, b);

/** Who has a name of a single letter is not said to sound like anybody. */
const sounds = ({ wholeSound, coreSound }: ComparableName): string[] =>
  [wholeSound, coreSound].filter((sound) => sound.length > 1);

const isSameName = (a: ComparableName | null, b: ComparableName | null): boolean =>
  a !== null && b !== null && ['equal', 'particle', 'sound'].includes(likeness(a, b));

const isNearName = (a: ComparableName, b: ComparableName | null): boolean =>
  b !== null && (isSameName(a, b) || likeness(a, b) === 'close');

/** One name is a part of the other, which is compound; or both are, and one has all the parts of the other. */
function isPart(a: ComparableName, b: ComparableName): boolean {
  const [fewer, more] = a.parts.length < b.parts.length ? [a, b] : [b, a];
  if (fewer.parts.length === 0) return more.parts.includes(fewer.core);
  return fewer.parts.every((part) => more.parts.includes(part));
}

export type FamilyNameLevel = Likeness | 'used' | 'part' | 'swapped';

/**
 * Birth names. What agrees less than by sound may be the used name written as the birth name (`used`), or one part of a
 * compound name (`part`). Null when either is missing.
 */
export function compareFamilyNames(
  a: ComparableIdentity,
  b: ComparableIdentity,
): Exclude<FamilyNameLevel, 'swapped'> | null {
  if (a.birthName === null || b.birthName === null) return null;
  const straight = likeness(a.birthName, b.birthName);
  if (straight === 'equal' || straight === 'particle' || straight === 'sound') return straight;
  if (isSameName(a.birthName, b.usedName) || isSameName(a.usedName, b.birthName)) return 'used';
  if (straight === 'close') return straight;
  return isPart(a.birthName, b.birthName) ? 'part' : straight;
}

export type UsedNameLevel = 'equal' | 'alike' | 'different';

/** Used names that are not the birth name once more. Null unless both have one. */
export function compareUsedNames(a: ComparableIdentity, b: ComparableIdentity): UsedNameLevel | null {
  if (a.usedName === null || b.usedName === null) return null;
  if (isSameName(a.usedName, b.usedName)) return 'equal';
  return likeness(a.usedName, b.usedName) === 'different' && !isPart(a.usedName, b.usedName)
    ? 'different'
    : 'alike';
}

export type GivenNameLevel = Exclude<Likeness, 'particle'> | 'part' | 'other' | 'initial' | 'swapped';

/**
 * First given names of birth. What agrees less than by sound may be a part of a compound one (`part`), stand elsewhere
 * among the given names of birth or in use (`other`), or be written by its first letter (`initial`). Null when either is missing.
 */
export function compareGivenNames(
  a: ComparableIdentity,
  b: ComparableIdentity,
): Exclude<GivenNameLevel, 'swapped'> | null {
  const [left, right] = [a.firstGivenName, b.firstGivenName];
  if (left === null || right === null) return null;
  const found = likeness(left, right);
  // a given name has no particles: LE and LA before it are part of it
  const straight = found === 'particle' ? 'sound' : found;
  if (straight === 'equal' || straight === 'sound') return straight;
  // the same given names, parted in another way: `Jean-Pierre`, or `Jean` and `Pierre`
  if (a.givenWords.join('') === b.givenWords.join('')) return 'equal';
  if (isPart(left, right) || doBeginAlike(a, b)) return 'part';
  if (isAmong(left, b) || isAmong(right, a)) return 'other';
  const [shorter, longer] = left.whole.length < right.whole.length ? [left, right] : [right, left];
  // JULIE and JULIETTE are names of two, which begin alike
  if (straight === 'close') return longer.whole.length - shorter.whole.length > 1 ? 'alike' : straight;
  return shorter.whole.length === 1 && longer.whole.startsWith(shorter.whole) ? 'initial' : straight;
}

/**
 * Who writes all given names as one makes a compound one of them: as many words as both have are alike, one after the other.
 * JEAN-PIERRE and JEAN-PAUL are not.
 */
function doBeginAlike(a: ComparableIdentity, b: ComparableIdentity): boolean {
  const [left, right] = [a.firstGivenWords, b.firstGivenWords];
  if (left.length === right.length) return false;
  return left.slice(0, right.length).every((word, i) => isNearName(word, right[i] ?? null));
}

const isAmong = (name: ComparableName, { givenWords, usedGivenName }: ComparableIdentity): boolean =>
  (name.whole.length > 1 && givenWords.includes(name.whole)) || isSameName(name, usedGivenName);

export type FurtherGivenNamesLevel = 'equal' | 'common' | 'different';

/** What is left of the given names of birth after the first words. Null unless both have some. */
export function compareFurtherGivenNames(
  a: ComparableIdentity,
  b: ComparableIdentity,
): FurtherGivenNamesLevel | null {
  const [left, right] = [furtherOf(a), furtherOf(b)];
  if (left.length === 0 || right.length === 0) return null;
  if (left.join(' ') === right.join(' ')) return 'equal';
  return left.some((word) => right.includes(word)) ? 'common' : 'different';
}

const furtherOf = ({ givenWords, firstGivenName }: ComparableIdentity): readonly string[] =>
  givenWords.slice(Math.max(1, firstGivenName?.parts.length ?? 1));

/**
 * Whether family and given names changed places: each says what the other says in the other's place, one of them but for a
 * slip. Who writes all given names as one name swaps them all, so that a part is enough.
 */
export function areNamesSwapped(a: ComparableIdentity, b: ComparableIdentity): boolean {
  const [there, back] = [givenInFamily(a, b), givenInFamily(b, a)];
  return (there === 'same' && back !== null) || (back === 'same' && there !== null);
}

/** How far the given name of one is the family name of the other. */
function givenInFamily(
  { firstGivenName: given }: ComparableIdentity,
  { birthName, usedName }: ComparableIdentity,
): 'same' | 'near' | null {
  if (given === null) return null;
  const names = [birthName, usedName].filter((name) => name !== null);
  if (names.some((name) => isSameName(given, name) || isPart(given, name))) return 'same';
  return names.some((name) => isNearName(given, name)) ? 'near' : null;
}
