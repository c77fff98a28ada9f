import accounts from '../infra/demo/accounts.json' with { type: 'json' };

export type Role =
  | 'doctor'
  | 'nurse'
  | 'pharmacist'
  | 'secretary'
  | 'radiologist'
  | 'patient'
  | 'dpo'
  | 'admin'
  | 'data-manager';
/** Second people of a role, for tests that need two. */
export type SecondPerson = 'medecin2' | 'senior' | 'interne' | 'etudiant' | 'infirmier2' | 'patient2';
export interface Account {
  username: string;
  role: Role;
  family: string;
  given: string;
  fhirUser: string | null;
}

export const everyAccount = accounts as Account[];
export const password = 'demo';

/** The first account of a role, or a second person by user name. */
export function accountOf(who: Role | SecondPerson): Account {
  const found =
    everyAccount.find((account) => account.username === who) ??
    everyAccount.find((account) => account.role === who);
  if (!found) throw new Error(`no demo account is ${who}`);
  return found;
}
