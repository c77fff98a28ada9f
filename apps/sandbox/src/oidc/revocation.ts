import type Provider from 'oidc-provider';
import type { OidcStore } from './store.ts';

/** A method of the provider's clients that its types do not tell of. */
interface LogoutClient {
  backchannelLogout(subject: string, providerSessionId: string): Promise<void>;
}

/**
 * Ends everything that was given out for an account: sign-ins, grants, codes and refresh tokens go at once; then each
 * application that a sign-in led to is told (OpenID Connect Back-Channel Logout 1.0), and its answer waited for.
 */
export async function endSignIns(
  provider: Provider,
  store: Pick<OidcStore, 'sessionsOf' | 'forgetAccount'>,
  username: string,
  onUndelivered: (error: unknown) => void,
): Promise<void> {
  const sessions = store.sessionsOf(username);
  store.forgetAccount(username);
  await Promise.all(
    sessions.flatMap(({ authorizations = {} }) =>
      Object.entries(authorizations).map(async ([clientId, { sid }]) => {
        const client = await provider.Client.find(clientId);
        if (!client?.backchannelLogoutUri || sid === undefined) return;
        await (client as unknown as LogoutClient).backchannelLogout(username, sid).catch(onUndelivered);
      }),
    ),
  );
}
