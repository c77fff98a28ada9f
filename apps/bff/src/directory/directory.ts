import { roles, type Role } from '../access/roles.ts';
import { referenceTo } from '@keneyapp/fhir-model/references';

/** Somebody with an account, as the identity provider has them. */
export interface DirectoryPerson {
  /** The subject of their tokens. */
  id: string;
  username: string;
  displayName: string;
  /** The role they get at sign-in; null when the provider gives them none of ours. */
  role: Role | null;
  active: boolean;
  /** `Practitioner/…`, `Patient/…` or null. */
  fhirUser: string | null;
  /** What a change is made on: a change made meanwhile is noticed by it. */
  version: string;
}
/** Somebody who is to get an account. */
export interface NewPerson {
  username: string;
  family: string;
  given: string;
  role: Role;
  /** `Practitioner/…`, or null for who is nobody in the record. */
  fhirUser: string | null;
  rpps: string | null;
  first: FirstAccess;
}
/** How they get in the first time: by a password that they have to change, or by a link that the provider sends. */
type FirstAccess = { by: 'password'; password: string } | { by: 'invitation'; email: string };

interface DirectoryPage {
  total: number;
  people: DirectoryPerson[];
}

/**
 * Where accounts are administered: a SCIM 2.0 service, or the administration interface of Keycloak. After a change the
 * provider ends the person's sign-ins, as far as it does so; our own sessions are ended by whoever asked for the change.
 * Everything rejects with DirectoryError.
 */
export interface UserDirectory {
  /** People whose user name or name contains the text (all when empty); `start` counts from 0. */
  find(query: { text: string; start: number; count: number }): Promise<DirectoryPage>;
  get(id: string): Promise<DirectoryPerson>;
  /** Whether somebody signs in as this resource (`Practitioner/…`), whatever they are called. Reads every account. */
  hasAccountOf(fhirUser: string): Promise<boolean>;
  setActive(id: string, active: boolean, version: string): Promise<DirectoryPerson>;
  /** Replaces our roles of the account by this one; roles of other applications stay. */
  setRole(id: string, role: Role, version: string): Promise<DirectoryPerson>;
  /** Which ways in this directory has. */
  readonly firstAccess: readonly FirstAccess['by'][];
  /** Makes an account as a whole, or none. */
  create(person: NewPerson): Promise<DirectoryPerson>;
}

/**
 * `away`: no answer, or no sensible one; `refused`: it does not let the background client do this, or knows no such role;
 * `not-effective`: done, and the person still has another role (of a group, say); `taken`: there is an account of this name;
 * `invalid`: it does not take these values; `not-sent`: the invitation did not leave, and there is no account.
 */
export type DirectoryProblem =
  'away' | 'not-found' | 'changed' | 'refused' | 'not-effective' | 'taken' | 'invalid' | 'not-sent';
export class DirectoryError extends Error {
  readonly problem: DirectoryProblem;
  constructor(problem: DirectoryProblem, options?: ErrorOptions) {
    super(`user directory: ${problem}`, options);
    this.problem = problem;
  }
}

export const isOurs = (name: string): name is Role => (roles as readonly string[]).includes(name);
/** The first of our roles counts, as at sign-in. */
export const roleOf = (names: readonly string[]): Role | null =>
  roles.find((role) => names.includes(role)) ?? null;
/** As at sign-in: a reference to one of the resources a person may be, absolute or not. */
export const fhirUserOf = (text: unknown): string | null =>
  referenceTo(['Practitioner', 'Patient', 'PractitionerRole', 'RelatedPerson'], text);

/** How many accounts are read at once where all of them are looked at. */
export const accountsAtOnce = 500;
/** Whether one of all entries is the one, asked page by page until a page is empty. */
export async function someOfAll<T>(
  page: (start: number) => Promise<T[]>,
  is: (entry: T) => boolean,
): Promise<boolean> {
  for (let start = 0; ;) {
    const entries = await page(start);
    if (entries.length === 0) return false;
    if (entries.some(is)) return true;
    start += entries.length;
  }
}
