import path from 'node:path';
import type Provider from 'oidc-provider';
import type { SandboxOptions } from '../options.ts';
import type { Account, AccountChange } from './account.ts';
import { Accounts } from './accounts.ts';
import { AccountCredentials } from './credentials.ts';
import { keysOf } from './keys.ts';
import { createProvider } from './provider.ts';
import { endSignIns } from './revocation.ts';
import { OidcStore } from './store.ts';

/** What the OpenID provider and the SCIM service share: one set of accounts, one provider. */
export interface Identity {
  provider: Provider;
  accounts: Accounts;
  credentials: AccountCredentials;
  /** Changes an account and ends what it had: its sign-ins, grants and refresh tokens, and the applications' sessions. */
  change(username: string, change: AccountChange): Promise<Account>;
  /** Deletes an account and ends what it had. */
  remove(username: string): Promise<void>;
  sweep(): void;
  close(): void;
}

/** `onUndelivered` hears of applications that could not be told of a logout; their tokens end with the grant all the same. */
export function createIdentity(options: SandboxOptions, onUndelivered: (error: unknown) => void): Identity {
  const store = new OidcStore(path.join(options.env.SANDBOX_DATA, 'oidc'));
  const accounts = new Accounts(store),
    credentials = new AccountCredentials(store);
  const provider = createProvider(options, store, keysOf(store), accounts);
  return {
    provider,
    accounts,
    credentials,
    change: async (username, change) => {
      const account = accounts.change(username, change);
      await endSignIns(provider, store, username, onUndelivered);
      return account;
    },
    remove: async (username) => {
      accounts.remove(username);
      credentials.drop(username);
      await endSignIns(provider, store, username, onUndelivered);
    },
    sweep: () => store.sweep(),
    close: () => store.close(),
  };
}
