import type { ComparableIdentity } from './identity.ts';
import { levelShares, type IdentityField } from './weights.ts';

/** Of a base, the share (0 to 1) of people who have a name that sounds so, by its phonetic key. */
export interface NameShares {
  family: ReadonlyMap<string, number>;
  given: ReadonlyMap<string, number>;
}

/** Counts how common the birth names and first given names of these people are. */
export function countNameShares(people: readonly ComparableIdentity[]): NameShares {
  return {
    family: sharesOf(people.map(({ birthName }) => birthName?.coreSound)),
    given: sharesOf(people.map(({ firstGivenName }) => firstGivenName?.coreSound)),
  };
}

function sharesOf(sounds: readonly (string | undefined)[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const sound of sounds)
    if (sound !== undefined) shares.set(sound, (shares.get(sound) ?? 0) + 1 / sounds.length);
  return shares;
}

/** Nobody is made one person by a rare name alone, nor two by a common one: this many bits at most. */
const mostBits = 3;

/**
 * Bits to add to the weight of names that agree, for how rare they are: log2 of the usual share over that of this name, of
 * the commoner one where two only sound alike (Winkler, "Frequency-based matching in Fellegi-Sunter model of record linkage",
 * 1989). A name that nobody else has is rare.
 */
export function rarity(
  field: IdentityField,
  level: string,
  [a, b]: readonly [ComparableIdentity, ComparableIdentity],
  shares: NameShares | undefined,
): number {
  if (shares === undefined || !['equal', 'particle', 'sound'].includes(level)) return 0;
  if (field !== 'familyName' && field !== 'givenName') return 0;
  const shareOf = (person: ComparableIdentity) =>
    field === 'familyName'
      ? (shares.family.get(person.birthName?.coreSound ?? '') ?? 0)
      : (shares.given.get(person.firstGivenName?.coreSound ?? '') ?? 0);
  const bits = Math.log2(levelShares[field].equal.u / Math.max(shareOf(a), shareOf(b)));
  return Math.max(-mostBits, Math.min(mostBits, bits));
}
