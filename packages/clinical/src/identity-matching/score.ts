import { compareBirthDates } from './birth-date.ts';
import {
  areNamesSwapped,
  compareFamilyNames,
  compareFurtherGivenNames,
  compareGivenNames,
  compareUsedNames,
} from './compare-names.ts';
import { compareBirthplaces, compareIns, compareSex, compareTelephones } from './compare-others.ts';
import type { ComparableIdentity } from './identity.ts';
import { rarity, type NameShares } from './name-shares.ts';
import { levelWeight, type IdentityField, type IdentityLevels } from './weights.ts';

/**
 * Scores in bits from which two records are of one person, and from which somebody should look. Fixed on 2,000 generated
 * pairs (scripts/bench/identity-pairs.ts, seed `A`) before those of the kept-back seed were made.
 */
const matchThreshold = 17,
  possibleThreshold = 8;

export type MatchClass = 'match' | 'possible' | 'different';

/**
 * Why two records that score as one person are only `possible`. Weights add up as if fields were independent, and those of
 * twins, of father and son of one name at one address are not.
 */
export type HeldBack = 'family-name' | 'given-names' | 'sex' | 'birth-date' | 'ins';

interface FieldMatch {
  field: IdentityField;
  /** Null when the value is missing on either side: weight 0, whatever the other is. */
  level: IdentityLevels[IdentityField] | null;
  /** Bits. */
  weight: number;
}

export interface IdentityMatch {
  /** Sum of the weights, in bits. */
  score: number;
  matchClass: MatchClass;
  heldBack: HeldBack | null;
  /** What each field adds, in the order in which a page shows them. */
  fields: readonly FieldMatch[];
}

const classOf = (score: number): MatchClass =>
  score >= matchThreshold ? 'match' : score >= possibleThreshold ? 'possible' : 'different';

type Levels = { [F in IdentityField]: IdentityLevels[F] | null };

/**
 * Compares two identities by the model of Fellegi and Sunter (1969).
 * @param shares how common names are where these people come from; a common name then counts for less (Winkler 1989)
 */
export function matchIdentities(
  a: ComparableIdentity,
  b: ComparableIdentity,
  shares?: NameShares,
): IdentityMatch {
  const levels = levelsOf(a, b);
  const weigh = (these: Levels) => weighed(these, [a, b], shares);
  const straight = weigh(levels);
  const swapped = areNamesSwapped(a, b)
    ? weigh({ ...levels, familyName: 'swapped', givenName: 'swapped' })
    : straight;
  const fields = scoreOf(swapped) > scoreOf(straight) ? swapped : straight;
  const score = scoreOf(fields);
  const heldBack = score >= matchThreshold ? whyHeldBack(fields) : null;
  const matchClass = heldBack === null ? classOf(score) : 'possible';
  return { score, matchClass, heldBack, fields };
}

function levelsOf(a: ComparableIdentity, b: ComparableIdentity): Levels {
  return {
    familyName: compareFamilyNames(a, b),
    usedName: compareUsedNames(a, b),
    givenName: compareGivenNames(a, b),
    furtherGivenNames: compareFurtherGivenNames(a, b),
    birthDate: a.birthDate && b.birthDate && compareBirthDates(a.birthDate, b.birthDate),
    sex: compareSex(a, b),
    birthplace: compareBirthplaces(a, b),
    ins: compareIns(a, b),
    telephone: compareTelephones(a, b),
  };
}

function weighed(
  levels: Levels,
  people: readonly [ComparableIdentity, ComparableIdentity],
  shares: NameShares | undefined,
): FieldMatch[] {
  return (Object.keys(levels) as IdentityField[]).map((field) => {
    const level = levels[field];
    if (level === null) return { field, level, weight: 0 };
    return { field, level, weight: levelWeight(field, level) + rarity(field, level, people, shares) };
  });
}

const scoreOf = (fields: readonly FieldMatch[]): number =>
  fields.reduce((sum, { weight }) => sum + weight, 0);

/** The same matricule, whose key is right, stands for what is missing or slipped, but not for another given name. */
function whyHeldBack(fields: readonly FieldMatch[]): HeldBack | null {
  const { familyName, givenName, sex, birthDate, ins } = Object.fromEntries(
    fields.map(({ field, level }) => [field, level]),
  ) as Levels;
  if (ins === 'different') return 'ins';
  if (givenName === null || givenName === 'different') return 'given-names';
  if (ins === 'equal') return null;
  if (familyName === null) return 'family-name';
  if (givenName === 'alike') return 'given-names';
  // DANIEL and DANIÈLE, JULIEN and JULIE may be twins
  if (sex === 'different' && givenName !== 'equal') return 'sex';
  return birthDate === null || birthDate === 'different' ? 'birth-date' : null;
}
