import { expect, test } from '@playwright/test';
import { FhirAsSystem } from '../fhir.ts';
import { stackOf } from '../stack.ts';

/** What the application relies on of any OpenID provider, and of the servers that are shown its tokens. */
const { settings } = stackOf();
const fhir = new FhirAsSystem(stackOf());
const issuer = settings['OIDC_ISSUER'] ?? '';
const discovery = async () =>
  (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
const tokenOf = async (
  body: string,
  id = settings['OIDC_SYSTEM_CLIENT_ID'] ?? '',
  secret = settings['OIDC_SYSTEM_CLIENT_SECRET'] ?? '',
) => {
  const authorization = `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
  return fetch(String((await discovery())['token_endpoint']), {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
};
const part = (token: string, at: 0 | 1) =>
  JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString()) as Record<string, unknown>;
const servers = () => [
  `${settings['FHIR_URL']}/Patient?_count=1`,
  `${settings['DICOMWEB_URL']}/studies?limit=1`,
];
const statuses = (headers: Record<string, string>) =>
  Promise.all(
    servers().map(
      async (url) => (await fetch(url, { headers: { accept: 'application/json', ...headers } })).status,
    ),
  );

test('discovery offers the code flow with PKCE, sign-out and back-channel logout', async () => {
  const found = await discovery();
  expect(found).toMatchObject({ issuer, backchannel_logout_supported: true });
  expect(found['response_types_supported']).toContain('code');
  expect(found['code_challenge_methods_supported']).toContain('S256');
  expect(found['id_token_signing_alg_values_supported']).toContain('RS256');
  for (const endpoint of [
    'authorization_endpoint',
    'token_endpoint',
    'jwks_uri',
    'end_session_endpoint',
    'revocation_endpoint',
  ])
    expect(found[endpoint], endpoint).toMatch(/^https?:/);
});

test('the background client gets a signed token with its SMART scope; a wrong secret gets none', async () => {
  const { access_token: token, expires_in: seconds } = (await (
    await tokenOf('grant_type=client_credentials&scope=system%2F*.*')
  ).json()) as { access_token: string; expires_in: number };
  expect(part(token, 0)['alg']).toBe('RS256');
  expect(part(token, 1)).toMatchObject({ iss: issuer });
  expect(String(part(token, 1)['scope']).split(' ')).toContain('system/*.*');
  expect(seconds).toBeGreaterThan(60);
  expect((await tokenOf('grant_type=client_credentials', undefined, 'x'.repeat(43))).status).toBe(401);
});

test('nobody gets in by the code flow without PKCE, or to another address', async () => {
  const ask = async (over: Record<string, string>) => {
    const query = new URLSearchParams({
      client_id: settings['OIDC_CLIENT_ID'] ?? 'keneyapp',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: `${settings['PUBLIC_URL']}/api/auth/callback/oidc`,
      state: 's',
      ...over,
    });
    return fetch(`${String((await discovery())['authorization_endpoint'])}?${query.toString()}`, {
      redirect: 'manual',
    });
  };
  const withoutPkce = await ask({});
  expect(withoutPkce.headers.get('location') ?? `${withoutPkce.status}`).toMatch(
    /error=invalid_request|^400$/,
  );
  const elsewhere = await ask({
    redirect_uri: 'https://evil.example/callback',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  });
  expect(elsewhere.status).toBe(400);
});

test('the servers take the token, and nothing else for it', async () => {
  const { access_token: token } = (await (await tokenOf('grant_type=client_credentials')).json()) as {
    access_token: string;
  };
  expect((await statuses({ authorization: `Bearer ${token}` })).map((s) => (s === 204 ? 200 : s))).toEqual([
    200, 200,
  ]);
  expect(await statuses({})).toEqual([401, 401]);
  const [header = '', , signature = ''] = token.split('.');
  const forged = `${header}.${Buffer.from(JSON.stringify({ ...part(token, 1), scope: 'system/*.* user/*.*' })).toString('base64url')}.${signature}`;
  expect(await statuses({ authorization: `Bearer ${forged}` })).toEqual([401, 401]);
  const none = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${Buffer.from(JSON.stringify(part(token, 1))).toString('base64url')}.`;
  expect(await statuses({ authorization: `Bearer ${none}` })).toEqual([401, 401]);
  expect((await fhir.request('GET', 'metadata')).status).toBe(200);
});
