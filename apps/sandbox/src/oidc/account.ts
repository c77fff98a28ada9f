import type { StoredPassword } from './passwords.ts';

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

/** How somebody proves who they are, beside the password of the demonstration. */
export interface Credentials {
  password?: StoredPassword;
  /** The first password, which somebody else has seen: another is chosen at the next sign-in. */
  isTemporary?: boolean;
  totp?: { secret: string; lastStep: number };
  /** SHA-256 of the recovery codes that are left, in base64. */
  recovery?: string[];
}
