/** An account as it is now. `version` counts changes, from 0. */
export interface Account {
  username: string;
  fhirUser: string | null;
  family: string;
  given: string;
  prefix: string;
  roles: string[];
  active: boolean;
  version: number;
  changedAt: Date | null;
}
export type AccountChange = Partial<Pick<Account, 'roles' | 'active'>>;
