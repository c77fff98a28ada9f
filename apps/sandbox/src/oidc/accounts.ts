import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Account, AccountChange } from './account.ts';
import type { OidcStore } from './store.ts';

const accountSchema = z.object({
  username: z.string(),
  role: z.string(),
  fhirUser: z.string().nullable(),
  family: z.string(),
  given: z.string(),
  prefix: z.string(),
});

/** The one password of every demonstration account; it is printed by `npm run demo`. Accounts made with a password have that. */
const demoPassword = 'demo';

const file = path.resolve(import.meta.dirname, '../../../../infra/demo/accounts.json');

type Kept = Pick<OidcStore, 'keptAccounts' | 'keepAccount' | 'dropAccount'>;

/** Accounts by user name, which is the OIDC subject: infra/demo/accounts.json with the changes since laid over it, and those made later. */
export class Accounts {
  readonly #accounts: Map<string, Account>;
  /** Those of the file: they come back at the next start, so they are not deleted. */
  readonly #initial: ReadonlySet<string>;
  readonly #store: Kept;

  constructor(store: Kept) {
    this.#store = store;
    const start = z.array(accountSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
    this.#initial = new Set(start.map(({ username }) => username));
    this.#accounts = new Map(
      start.map(({ role, ...rest }) => [
        rest.username,
        { ...rest, roles: [role], active: true, version: 0, changedAt: null },
      ]),
    );
    for (const kept of store.keptAccounts()) {
      const { roles, active, version, changedAt } = kept,
        initial = this.#accounts.get(kept.username);
      this.#accounts.set(kept.username, initial ? { ...initial, roles, active, version, changedAt } : kept);
    }
  }

  get(username: string): Account | undefined {
    return this.#accounts.get(username);
  }
  /** Undefined for a deactivated account too. */
  active(username: string): Account | undefined {
    const account = this.get(username);
    return account?.active ? account : undefined;
  }
  all(): Account[] {
    return [...this.#accounts.values()];
  }
  isInitial(username: string): boolean {
    return this.#initial.has(username);
  }

  /** Changes an account, on disk before it answers. */
  change(username: string, change: AccountChange, now = new Date()): Account {
    const account = this.#accounts.get(username);
    if (!account) throw new Error('no such account');
    return this.#keep({ ...account, ...change, version: account.version + 1, changedAt: now });
  }
  add(account: Omit<Account, 'version' | 'changedAt'>, now = new Date()): Account {
    return this.#keep({ ...account, version: 0, changedAt: now });
  }
  remove(username: string): void {
    this.#store.dropAccount(username);
    this.#accounts.delete(username);
  }

  #keep(account: Account): Account {
    this.#store.keepAccount(account);
    this.#accounts.set(account.username, account);
    return account;
  }
}

export const nameOf = ({ prefix, given, family }: Account): string =>
  [prefix, given, family].filter(Boolean).join(' ');

/** Claims of the ID token and of userinfo. */
export function claimsOf(account: Account) {
  return {
    sub: account.username,
    preferred_username: account.username,
    given_name: account.given,
    family_name: account.family,
    name: nameOf(account),
    roles: account.roles,
    fhirUser: account.fhirUser,
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Of an account that has none of its own. Compared in constant time. */
export const isDemoPassword = (password: string): boolean =>
  timingSafeEqual(digest(password), digest(demoPassword));
