import { expect, test } from 'vitest';
import { outcomeOf, signInAddress } from './outcome.ts';

const ours = 'https://keneya.example';
const wanted = `${ours}/patients/p1/problems`;
const after = (query: string, location: string | null, place: string | undefined = wanted) =>
  signInAddress({ asked: new URL(`${ours}/api/auth/callback/oidc${query}`), location, wanted: place }, ours);

test.each([
  // what the provider says: RFC 6749 4.1.2.1, OpenID Connect Core 3.1.2.6
  ['?error=access_denied&state=s', 'Callback', 'cancelled'],
  ['?error=login_required&state=s', 'Callback', 'login-required'],
  ['?error=interaction_required&state=s', 'Callback', 'login-required'],
  ['?error=account_selection_required&state=s', 'Callback', 'login-required'],
  ['?error=consent_required&state=s', 'Callback', 'login-required'],
  ['?error=temporarily_unavailable&state=s', 'Callback', 'provider'],
  ['?error=temporarily_unavailable&error_description=authentication_expired', 'Callback', 'expired'],
  ['?error=server_error&state=s', 'Callback', 'provider'],
  ['?error=invalid_request&state=s', 'Callback', 'unavailable'],
  ['?error=invalid_scope&state=s', 'Callback', 'unavailable'],
  ['?error=unauthorized_client&state=s', 'Callback', 'unavailable'],
  ['?error=%3Cscript%3E', 'Callback', 'unavailable'],
  // what we find ourselves
  ['?code=c&state=old', 'OAuthCallback', 'expired'],
  ['?code=c&state=s', 'Callback', 'unavailable'],
  ['?code=c&state=s', 'refused', 'refused'],
  ['?code=c&state=s', 'unavailable', 'unavailable'],
])('%s, %s: %s, and back to the place that was wanted', (query, error, outcome) => {
  for (const location of [`/sign-in?error=${error}`, `${ours}/api/auth/error?error=${error}`])
    expect(after(query, location)).toBe(
      `${ours}/sign-in?error=${outcome}&callbackUrl=%2Fpatients%2Fp1%2Fproblems`,
    );
});

test('a sign-in that worked goes where it wanted; nobody is led to another site', () => {
  expect(after('?code=c&state=s', wanted)).toBeNull();
  expect(after('?code=c&state=s', null)).toBeNull();
  for (const place of ['', 'https://evil.example/', '//evil.example', `${ours}/sign-in?error=x`])
    expect(after('?error=access_denied', '/sign-in?error=Callback', place)).toBe(
      `${ours}/sign-in?error=cancelled`,
    );
});

test('the sign-in page knows its own words, those of next-auth, and calls no other a cancellation', () => {
  expect(
    ['cancelled', 'expired', 'OAuthSignin', 'OAuthCallback', 'AccessDenied', 'nonsense', undefined].map(
      outcomeOf,
    ),
  ).toEqual(['cancelled', 'expired', 'provider', 'expired', 'refused', 'unavailable', null]);
});
