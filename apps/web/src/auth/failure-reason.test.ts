import { expect, test } from 'vitest';
import { reasonOf } from './failure-reason.ts';
const at = (query: string) => new URL(`https://keneya.example/api/auth/callback/oidc${query}`);

test.each([
  ['?error=access_denied&state=x', '/sign-in?error=OAuthCallback', 'provider:access_denied'],
  ['?code=c&state=forged', 'https://keneya.example/sign-in?error=OAuthCallback', 'callback'],
  ['', '/sign-in?error=OAuthSignin', 'provider-away'],
  // words of an address are not written down as they come
  ['?error=%0Afake+line', '/sign-in?error=OAuthCallback', 'callback'],
  // recorded by the BFF, which refused it
  ['?code=c', '/sign-in?error=refused', null],
  ['?code=c', '/sign-in?error=second-factor', null],
  ['?code=c', '/sign-in?error=unavailable', null],
  ['?code=c', 'https://keneya.example/patients', null],
  ['', null, null],
])('%s sent to %s is %s', (query, location, reason) => {
  expect(reasonOf(at(query), location)).toBe(reason);
});
