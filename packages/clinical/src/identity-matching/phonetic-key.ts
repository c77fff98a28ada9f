// The package ships no types and a declaration of a foreign module cannot be imported: every program that reads this file must find it.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="../talisman.d.ts" />
import fonem from 'talisman/phonetics/french/fonem.js';
import phonetic from 'talisman/phonetics/french/phonetic.js';

/** As many letters of a name are compared by sound and by likeness: those that INSi takes. */
const comparedLetters = 100;

export const cut = (name: string): string => name.slice(0, comparedLetters);

/** Names are few and the rules many: what was said of a name is kept, for this many of them. */
const mostKept = 50_000;
const kept = new Map<string, string>();

/**
 * How a name in capitals without accents sounds in French. FONEM (Bouchard, Brard, Lavoie 1981) knows the silent letters
 * inside of family names (LEFEBVRE, RENAULT), Phonetic (Édouard Bergé) those at the end and the vowels; one after the other.
 * What they make nothing of stays as it is, as other scripts do. Only the first 100 letters are looked at.
 */
export function phoneticKey(name: string): string {
  const known = kept.get(name);
  if (known !== undefined) return known;
  const looked = cut(name);
  const key = /^[A-Z]+$/.test(looked) ? phonetic(fonem(looked)) || looked : looked;
  if (kept.size >= mostKept) kept.clear();
  kept.set(name, key);
  return key;
}
