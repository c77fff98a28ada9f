import type { ComparableIdentity } from './identity.ts';

export type SexLevel = 'equal' | 'different';
export type BirthplaceLevel = 'equal' | 'city' | 'department' | 'different';
export type InsLevel = 'equal' | 'waiting' | 'different';
export type TelephoneLevel = 'equal' | 'different';

/** Null when either is missing. So it is with all that follow. */
export function compareSex(a: ComparableIdentity, b: ComparableIdentity): SexLevel | null {
  if (a.sex === null || b.sex === null) return null;
  return a.sex === b.sex ? 'equal' : 'different';
}

/** COG: Paris 75056, Lyon 69123 and Marseille 13055 have arrondissements with codes of their own. */
const arrondissements: readonly [RegExp, string][] = [
  [/^751\d\d$/, '75056'],
  [/^6938\d$/, '69123'],
  [/^132\d\d$/, '13055'],
];
const cityOf = (code: string): string => arrondissements.find(([is]) => is.test(code))?.[1] ?? code;
/** Overseas departments have three digits; a country (`99…`) is in none. */
const departmentOf = (code: string): string =>
  code.startsWith('99') ? code : code.slice(0, /^9[78]/.test(code) ? 3 : 2);

/** By code: the same; the same city with or without its arrondissement; another commune of the department. */
export function compareBirthplaces(a: ComparableIdentity, b: ComparableIdentity): BirthplaceLevel | null {
  if (a.birthplace === null || b.birthplace === null) return null;
  if (a.birthplace === b.birthplace) return 'equal';
  if (cityOf(a.birthplace) === cityOf(b.birthplace)) return 'city';
  return departmentOf(a.birthplace) === departmentOf(b.birthplace) ? 'department' : 'different';
}

/**
 * Matricules INS whose keys are right. A number in attribution (first digit 3, 4, 7 or 8: NIA) is replaced by another
 * one day, so that it differing says little (`waiting`).
 */
export function compareIns(a: ComparableIdentity, b: ComparableIdentity): InsLevel | null {
  if (a.ins === null || b.ins === null) return null;
  if (a.ins === b.ins) return 'equal';
  return [a.ins, b.ins].some((number) => /^[3478]/.test(number)) ? 'waiting' : 'different';
}

/** One number in common is enough: people have several, and families share them. */
export function compareTelephones(a: ComparableIdentity, b: ComparableIdentity): TelephoneLevel | null {
  if (a.telephones.length === 0 || b.telephones.length === 0) return null;
  return a.telephones.some((number) => b.telephones.includes(number)) ? 'equal' : 'different';
}
