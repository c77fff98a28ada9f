import type { BirthDateLevel } from './birth-date.ts';
import type {
  FamilyNameLevel,
  FurtherGivenNamesLevel,
  GivenNameLevel,
  UsedNameLevel,
} from './compare-names.ts';
import type { BirthplaceLevel, InsLevel, SexLevel, TelephoneLevel } from './compare-others.ts';

/** Of what is compared, the levels at which it may agree. */
export interface IdentityLevels {
  familyName: FamilyNameLevel;
  usedName: UsedNameLevel;
  givenName: GivenNameLevel;
  furtherGivenNames: FurtherGivenNamesLevel;
  birthDate: BirthDateLevel;
  sex: SexLevel;
  birthplace: BirthplaceLevel;
  ins: InsLevel;
  telephone: TelephoneLevel;
}

export type IdentityField = keyof IdentityLevels;

/** How often a level is met when both values are there: `m` in two records of one person, `u` in those of two people. */
export interface LevelShares {
  m: number;
  u: number;
}

/**
 * Shares of the levels of each field; of a field they sum to 1. The weight of a level is log2(m / u), in bits (Fellegi and
 * Sunter, "A theory for record linkage", JASA 64, 1969).
 *
 * Where they come from. No labelled French registry is open to us. They are counted by scripts/bench/identity-estimate.ts on
 * generated people of a seed that is neither the one that fixed the thresholds nor the kept-back one: `m` on 20,000 pairs of
 * one person, `u` on 400,000 pairs drawn at random; then rounded. `u` is never under 0.0001, less cannot be told by so many
 * (but for equal birth dates, one of some 29,000 days; and 0.001 for telephones, which families share). INS: `m` and `u`
 * are ours, for matricules given to the wrong person. A hospital that has judged enough of its own pairs counts them in the
 * same way and replaces these.
 */
export const levelShares: {
  readonly [F in IdentityField]: Readonly<Record<IdentityLevels[F], LevelShares>>;
} = {
  familyName: {
    equal: { m: 0.82, u: 0.0016 },
    particle: { m: 0.005, u: 0.0001 },
    sound: { m: 0.05, u: 0.0003 },
    close: { m: 0.06, u: 0.0006 },
    used: { m: 0.015, u: 0.0005 },
    part: { m: 0.01, u: 0.0004 },
    alike: { m: 0.005, u: 0.001 },
    swapped: { m: 0.02, u: 0.0001 },
    different: { m: 0.015, u: 0.9954 },
  },
  usedName: { equal: { m: 0.9, u: 0.002 }, alike: { m: 0.08, u: 0.002 }, different: { m: 0.02, u: 0.996 } },
  givenName: {
    equal: { m: 0.82, u: 0.01 },
    sound: { m: 0.04, u: 0.003 },
    close: { m: 0.035, u: 0.003 },
    part: { m: 0.05, u: 0.006 },
    other: { m: 0.015, u: 0.01 },
    initial: { m: 0.01, u: 0.0006 },
    alike: { m: 0.005, u: 0.002 },
    swapped: { m: 0.015, u: 0.0001 },
    different: { m: 0.01, u: 0.9653 },
  },
  furtherGivenNames: {
    equal: { m: 0.87, u: 0.005 },
    common: { m: 0.07, u: 0.02 },
    different: { m: 0.06, u: 0.975 },
  },
  birthDate: {
    equal: { m: 0.92, u: 0.00004 },
    'equal-fictive': { m: 0.003, u: 0.0001 },
    slip: { m: 0.035, u: 0.001 },
    'day-month': { m: 0.005, u: 0.0001 },
    month: { m: 0.008, u: 0.0006 },
    'partial-month': { m: 0.002, u: 0.0001 },
    'partial-year': { m: 0.02, u: 0.0005 },
    different: { m: 0.007, u: 0.99756 },
  },
  sex: { equal: { m: 0.99, u: 0.5 }, different: { m: 0.01, u: 0.5 } },
  birthplace: {
    equal: { m: 0.94, u: 0.05 },
    city: { m: 0.02, u: 0.001 },
    department: { m: 0.015, u: 0.28 },
    different: { m: 0.025, u: 0.669 },
  },
  ins: { equal: { m: 0.996, u: 0.0001 }, waiting: { m: 0.003, u: 0.02 }, different: { m: 0.001, u: 0.9799 } },
  telephone: { equal: { m: 0.6, u: 0.001 }, different: { m: 0.4, u: 0.999 } },
};

/** Weight of a level in bits: above 0 it speaks for one person, below for two. */
export function levelWeight(field: IdentityField, level: IdentityLevels[IdentityField]): number {
  const shares = (levelShares[field] as Readonly<Record<string, LevelShares>>)[level];
  if (!shares) throw new Error(`${field} has no level ${level}`);
  return Math.log2(shares.m / shares.u);
}
