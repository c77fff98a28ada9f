import accounts from '../infra/demo/accounts.json' with { type: 'json' };

export type Role = 'doctor' | 'nurse' | 'pharmacist' | 'secretary' | 'radiologist' | 'patient' | 'dpo' | 'admin';
export interface Account { username: string; role: Role; family: string; given: string; fhirUser: string | null }

export const everyAccount = accounts as Account[];
export const password = 'demo';

export function accountOf(role: Role): Account {
  const found = everyAccount.find((account) => account.role === role);
  if (!found) throw new Error(`no demo account is a ${role}`);
  return found;
}
