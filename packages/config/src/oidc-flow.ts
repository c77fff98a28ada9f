import { createHash, randomBytes } from 'node:crypto';
import { HttpBrowser } from './http-browser.ts';

export interface OidcClient {
  issuer: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
}
export interface TokenSet {
  access_token: string;
  refresh_token: string;
  id_token: string;
  expires_in: number;
  token_type: string;
  scope: string;
}

const metadata = new Map<string, Promise<Record<string, string>>>();

/** Discovery document of an issuer. */
export function discover(issuer: string): Promise<Record<string, string>> {
  const known =
    metadata.get(issuer) ??
    fetch(`${issuer}/.well-known/openid-configuration`).then(
      (r) => r.json() as Promise<Record<string, string>>,
    );
  metadata.set(issuer, known);
  return known;
}

const basic = (client: Pick<OidcClient, 'clientId' | 'clientSecret'>) =>
  `Basic ${Buffer.from(`${encodeURIComponent(client.clientId)}:${encodeURIComponent(client.clientSecret)}`).toString('base64')}`;

/** Posts to the token endpoint as this client. */
export async function tokenRequest(client: OidcClient, fields: Record<string, string>): Promise<Response> {
  const { token_endpoint: endpoint } = await discover(client.issuer);
  return fetch(endpoint ?? '', {
    method: 'POST',
    headers: { authorization: basic(client), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
}

/** Fills in the provider's sign-in form, as `browser` stands before it, until the redirect to `redirectUri`. */
export async function submitSignIn(
  browser: HttpBrowser,
  page: { url: URL; response: Response },
  username: string,
  password: string,
  redirectUri: string,
) {
  const html = await page.response.text();
  const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1]?.replaceAll(/&(#38|amp);/g, '&');
  if (!action) throw new Error(`no sign-in form at ${page.url.pathname} (${page.response.status})`);
  const body = new URLSearchParams({ username, password, answer: 'sign-in' }).toString();
  return browser.follow(
    new URL(action, page.url),
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: page.url.origin },
      body,
    },
    (next) => next.href.startsWith(redirectUri),
  );
}

/** `submitSignIn`, again while the provider shows its form again: Keycloak lets an account sign in once at a time. */
export async function signInAtProvider(
  browser: HttpBrowser,
  form: { url: URL; response: Response },
  username: string,
  password: string,
  redirectUri: string,
) {
  let page = await submitSignIn(browser, form, username, password, redirectUri);
  for (let tries = 0; !page.next && page.response.status === 200 && tries < 5; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 400));
    page = await submitSignIn(browser, page, username, password, redirectUri);
  }
  return page;
}

/** The whole code flow with PKCE over HTTP: authorisation, sign-in form, tokens. */
export async function codeFlow(
  client: OidcClient,
  username: string,
  password = 'demo',
  browser = new HttpBrowser(),
): Promise<TokenSet & { nonce: string }> {
  const verifier = randomBytes(32).toString('base64url');
  const [state, nonce] = [randomBytes(12).toString('base64url'), randomBytes(12).toString('base64url')];
  const { authorization_endpoint: endpoint } = await discover(client.issuer);
  const address = new URL(endpoint ?? '');
  address.search = new URLSearchParams({
    client_id: client.clientId,
    response_type: 'code',
    redirect_uri: client.redirectUri,
    scope: 'openid profile fhirUser user/*.*',
    state,
    nonce,
    prompt: 'login',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const { next, response } = await signInAtProvider(
    browser,
    await browser.follow(address),
    username,
    password,
    client.redirectUri,
  );
  if (!next) throw new Error(`sign-in of ${username} did not end at the application (${response.status})`);
  if (next.searchParams.get('state') !== state) throw new Error('state differs');
  const answer = await tokenRequest(client, {
    grant_type: 'authorization_code',
    code: next.searchParams.get('code') ?? '',
    redirect_uri: client.redirectUri,
    code_verifier: verifier,
  });
  if (!answer.ok) throw new Error(`token endpoint: ${answer.status} ${await answer.text()}`);
  return { ...((await answer.json()) as TokenSet), nonce };
}

/** An access token of the background client. */
export async function systemToken(issuer: string, clientId: string, clientSecret: string): Promise<string> {
  const answer = await tokenRequest(
    { issuer, clientId, clientSecret, redirectUri: '' },
    { grant_type: 'client_credentials', scope: 'system/*.*' },
  );
  if (!answer.ok) throw new Error(`token endpoint: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}
