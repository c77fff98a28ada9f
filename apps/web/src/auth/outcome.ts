import { returnTo } from './return-to.ts';

/**
 * What became of a sign-in, as the sign-in page says it: given up by the person; too late, or begun in another tab; the
 * provider wants to be asked again; it is away; we are not set up as it wants, or are away ourselves; no role here.
 */
const outcomes = ['cancelled', 'expired', 'login-required', 'provider', 'unavailable', 'refused'] as const;
type Outcome = (typeof outcomes)[number];

/** What a provider says in the place of a code: RFC 6749, 4.1.2.1, and OpenID Connect Core, 3.1.2.6. */
const saidByProvider: Record<string, Outcome> = {
  access_denied: 'cancelled',
  login_required: 'login-required',
  interaction_required: 'login-required',
  account_selection_required: 'login-required',
  consent_required: 'login-required',
  temporarily_unavailable: 'provider',
  server_error: 'provider',
};

/** What next-auth calls its own failures. */
const saidByNextAuth: Record<string, Outcome> = {
  OAuthSignin: 'provider',
  OAuthCallback: 'expired',
  Callback: 'unavailable',
  AccessDenied: 'refused',
};

/** The word in the address of the sign-in page; anything unknown is a matter for support. */
export const outcomeOf = (word: unknown): Outcome | null =>
  typeof word !== 'string'
    ? null
    : (outcomes.find((known) => known === word) ?? saidByNextAuth[word] ?? 'unavailable');

/**
 * Where the browser goes after a callback that failed, with the place it wanted; null when it did not fail. `state` and
 * `nonce` are checked by then or not: nothing is opened either way.
 */
export function signInAddress(
  { asked, location, wanted }: { asked: URL; location: string | null; wanted: string | undefined },
  publicUrl: string,
): string | null {
  const error = location === null ? null : new URL(location, asked).searchParams.get('error');
  if (error === null) return null;
  const said = asked.searchParams.get('error');
  // Keycloak names a page that was left open too long a matter of its availability
  const isLate = /authentication_expired/.test(asked.searchParams.get('error_description') ?? '');
  const outcome =
    said === null ? outcomeOf(error) : isLate ? 'expired' : (saidByProvider[said] ?? 'unavailable');
  const to = returnTo(wanted, publicUrl);
  const query = new URLSearchParams({
    error: outcome ?? 'unavailable',
    ...(to === '/' ? {} : { callbackUrl: to }),
  });
  return `${publicUrl}/sign-in?${query}`;
}
