import { createHash, randomBytes } from 'node:crypto';
import { HttpBrowser } from '@keneyapp/config/http-browser';
import { codeFlow, tokenRequest, type OidcClient } from '@keneyapp/config/oidc-flow';
import { sandboxSystemToken, startTestSandbox, type RunningSandbox } from '@keneyapp/config/testing';
import { decodeJwt } from 'jose';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let sandbox: RunningSandbox;
let client: OidcClient;
const mfa = 'https://refeds.org/profile/mfa',
  sfa = 'https://refeds.org/profile/sfa';

beforeAll(async () => {
  sandbox = await startTestSandbox({ env: { SECOND_FACTOR_ROLES: 'pharmacist, dpo', LOG_LEVEL: 'silent' } });
  client = {
    issuer: sandbox.issuer,
    clientId: 'keneyapp',
    clientSecret: sandbox.env['OIDC_CLIENT_SECRET'] ?? '',
    redirectUri: `${sandbox.env['PUBLIC_URL']}/api/auth/callback/oidc`,
  };
}, 120_000);
afterAll(() => sandbox?.stop());

interface Page {
  url: URL;
  html: string;
  status: number;
  /** Where the application would be reached. */
  next: URL | null;
}
interface Browsing {
  browser: HttpBrowser;
  verifier: string;
  page: Page;
}
const atApplication = (next: URL) => next.href.startsWith(client.redirectUri);

async function open(changes: Record<string, string | null> = {}): Promise<Browsing> {
  const verifier = randomBytes(32).toString('base64url');
  const params: Record<string, string | null> = {
    client_id: 'keneyapp',
    response_type: 'code',
    redirect_uri: client.redirectUri,
    scope: 'openid profile fhirUser user/*.*',
    state: 's',
    nonce: 'n',
    prompt: 'login',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  };
  const url = new URL(`${sandbox.issuer}/auth`);
  for (const [name, value] of Object.entries(params)) if (value !== null) url.searchParams.set(name, value);
  const browser = new HttpBrowser();
  return { browser, verifier, page: await pageOf(await browser.follow(url, {}, atApplication)) };
}
const pageOf = async ({ url, response, next }: { url: URL; response: Response; next: URL | null }) => ({
  url,
  next,
  status: response.status,
  html: await response.text(),
});
/** Sends a form of the provider as the browser that stands before it. */
async function post(at: Browsing, fields: Record<string, string>): Promise<Browsing> {
  const action = /<form[^>]*action="([^"]+)"/.exec(at.page.html)?.[1]?.replaceAll(/&(#38|amp);/g, '&');
  if (!action) throw new Error(`no form (${at.page.status})`);
  const sent = await at.browser.follow(
    new URL(action, at.page.url),
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: at.page.url.origin },
      body: new URLSearchParams(fields).toString(),
    },
    atApplication,
  );
  return { ...at, page: await pageOf(sent) };
}
const signIn = async (username: string, password = 'demo') =>
  post(await open(), { username, password, answer: 'sign-in' });
async function idTokenOf({ page, verifier }: Browsing) {
  const answer = await tokenRequest(client, {
    grant_type: 'authorization_code',
    code: page.next?.searchParams.get('code') ?? '',
    redirect_uri: client.redirectUri,
    code_verifier: verifier,
  });
  return decodeJwt(((await answer.json()) as { id_token: string }).id_token);
}
const secretOf = ({ page: { html } }: Browsing) =>
  / <code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1]?.replaceAll(' ', '') ?? '';
const recoveryOf = ({ page: { html } }: Browsing) =>
  [...html.matchAll(/<li><code>([A-Z0-9-]+)<\/code>/g)].map((match) => match[1] ?? '');
/** The code of a period from now: 0 is this one. */
const codeOf = (secret: string, periods = 0) =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + periods * 30_000 });

async function enrolled(username: string) {
  const asked = await signIn(username);
  const secret = secretOf(asked);
  const shown = await post(asked, { code: codeOf(secret, -1), answer: 'enrol' });
  const codes = recoveryOf(shown);
  return { secret, codes, end: await post(shown, { answer: 'noted' }) };
}

test('nobody else is asked, and the ID token says how surely and when, whatever the request asked for', async () => {
  const before = Math.floor(Date.now() / 1000) - 1;
  expect(decodeJwt((await codeFlow(client, 'medecin')).id_token)).toMatchObject({ acr: sfa, amr: ['pwd'] });
  const plain = await post(await open({ prompt: null }), {
    username: 'infirmier',
    password: 'demo',
    answer: 'sign-in',
  });
  const token = await idTokenOf(plain);
  expect(token).toMatchObject({ acr: sfa });
  expect(Number(token['auth_time'])).toBeGreaterThanOrEqual(before);
});

describe('a named role', () => {
  let secret: string, codes: string[];

  test('sets its second factor up at the first sign-in, and is in only then', async () => {
    const asked = await signIn('pharmacien');
    expect([asked.page.next, asked.page.status]).toEqual([null, 200]);
    expect(asked.page.html).toContain('<svg');
    const own = secretOf(asked);
    expect(own).toMatch(/^[A-Z2-7]{32}$/);
    const wrong = await post(asked, { code: '000000', answer: 'enrol' });
    expect([wrong.page.next, wrong.page.status]).toEqual([null, 401]);
    // the step is not left out by answering the one after it
    for (const answer of ['noted', 'code', 'new-password'])
      expect((await post(asked, { answer, code: '000000', first: 'x', second: 'x' })).page.next).toBeNull();

    const { end, ...kept } = await enrolled('pharmacien');
    ({ secret, codes } = kept);
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    expect(await idTokenOf(end)).toMatchObject({ acr: mfa, amr: ['pwd', 'otp', 'mfa'] });
  });

  test('is asked for a code from then on; a code works once', async () => {
    const asked = await signIn('pharmacien');
    expect(asked.page.html).not.toContain(secret);
    const code = codeOf(secret);
    const first = await post(asked, { code, answer: 'code' });
    expect(await idTokenOf(first)).toMatchObject({ acr: mfa });
    const again = await post(await signIn('pharmacien'), { code, answer: 'code' });
    expect([again.page.next, again.page.status]).toEqual([null, 401]);
    // nor one of before it
    const older = await post(again, { code: codeOf(secret, -1), answer: 'code' });
    expect(older.page.next).toBeNull();
    const enrolAgain = await post(older, { code: codeOf(secret, 1), answer: 'enrol' });
    expect(enrolAgain.page.next).toBeNull();
  });

  test('gets in with a recovery code, each once, however it is typed', async () => {
    const [first = ''] = codes;
    const typed = first.replaceAll('-', ' ').toLowerCase();
    const used = await post(await signIn('pharmacien'), { code: typed, answer: 'code' });
    expect(await idTokenOf(used)).toMatchObject({ acr: mfa });
    const again = await post(await signIn('pharmacien'), { code: first, answer: 'code' });
    expect(again.page.next).toBeNull();
  });

  test('keeps its second factor over a restart, and the codes that were used', async () => {
    const { dataDir, env } = sandbox;
    await sandbox.kill(); // keeps the folder
    const port = new URL(sandbox.baseUrl).port;
    sandbox = await startTestSandbox({ dataDir, env: { ...env, SANDBOX_PORT: port } });
    const again = await post(await signIn('pharmacien'), { code: codes[0] ?? '', answer: 'code' });
    expect(again.page.next).toBeNull();
    const other = await post(again, { code: codes[1] ?? '', answer: 'code' });
    expect(other.page.next).not.toBeNull();
  });

  test('is slowed down when codes are tried, from whichever address', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      const { page } = await post(await signIn('dpo'), { code: `11111${i}`, answer: 'enrol' });
      statuses.push(page.status);
    }
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(statuses.slice(5)).toEqual([429, 429]);
  });
});

test('a sign-in under way belongs to the browser that began it', async () => {
  const mine = await signIn('pharmacien');
  const stranger = { ...mine, browser: new HttpBrowser() };
  const tried = await post(stranger, { code: '123456', answer: 'code' });
  expect([tried.page.next, tried.page.status]).toEqual([null, 400]);
});

describe('an account with a first password', () => {
  const first = 'Une-Premiere-Phrase-1';
  beforeEach(async () => {
    const response = await fetch(`${sandbox.baseUrl}/scim/v2/Users`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await sandboxSystemToken(sandbox)}`,
        'content-type': 'application/scim+json',
      },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'nouvelle',
        name: { familyName: 'Vasseur', givenName: 'Lucie' },
        roles: [{ value: 'nurse' }],
        password: first,
      }),
    });
    expect([201, 409]).toContain(response.status);
    expect(await response.text()).not.toContain(first);
  });

  test('is not opened by the password of the demonstration', async () => {
    expect((await signIn('nouvelle')).page.status).toBe(401);
  });

  test('has to choose its own, which is held to the policy, and then works', async () => {
    const asked = await signIn('nouvelle', first);
    expect(asked.page.next).toBeNull();
    for (const [chosen, again] of [
      ['court-1234', 'court-1234'],
      ['nouvelle-phrase-2', 'nouvelle-phrase-2'],
      ['Madame Vasseur ici', 'Madame Vasseur ici'],
      ['motdepasse-2026', 'motdepasse-2026'],
      ['aaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaa'],
      ['trois pommes vertes', 'trois pommes rouges'],
      [first, first],
    ] as const) {
      const refused = await post(asked, { first: chosen, second: again, answer: 'new-password' });
      expect([refused.page.next, refused.page.status], chosen).toEqual([null, 400]);
    }
    const chosen = 'trois pommes vertes';
    const done = await post(asked, { first: chosen, second: chosen, answer: 'new-password' });
    expect(await idTokenOf(done)).toMatchObject({ sub: 'nouvelle', acr: sfa });
    expect((await signIn('nouvelle', chosen)).page.next).not.toBeNull();
    expect((await signIn('nouvelle', first)).page.status).toBe(401);
  });
});
