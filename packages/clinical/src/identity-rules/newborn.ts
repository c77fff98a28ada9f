import { spellRniv } from './strict-traits.ts';

/**
 * What stands for the first given name of a new-born whose parents have not declared one: words that nobody takes for a name,
 * until the civil registry has one (within five days of the birth, Code civil, article 55).
 */
export const undeclaredGivenName = 'SANS PRENOM';

export const isUndeclaredGivenName = (name: string): boolean =>
  spellRniv(name).replaceAll(/[ -]/g, '') === undeclaredGivenName.replace(' ', '');
