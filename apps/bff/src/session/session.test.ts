import { startFakeProvider, type FakeProvider } from '@keneyapp/config/fake-provider';
import { callQuery, postTokens, freePort, startTestBff, type RunningBff } from '@keneyapp/config/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let provider: FakeProvider;
let bff: RunningBff;

/** A BFF whose identity provider is the fake one. */
async function bffWith(env: Record<string, string> = {}): Promise<RunningBff> {
  const [front, inner] = [await freePort(), await freePort()];
  return startTestBff(
    {
      env: { PUBLIC_URL: `http://localhost:${front}`, BFF_INTERNAL_URL: `http://127.0.0.1:${inner}` },
      issuer: provider.issuer,
      fhirUrl: 'http://127.0.0.1:9/fhir',
      dicomwebUrl: 'http://127.0.0.1:9/dicom-web',
    },
    { env },
  );
}

beforeAll(async () => {
  provider = await startFakeProvider();
  bff = await bffWith({ SESSION_IDLE_MINUTES: '5' });
});
afterAll(async () => {
  await bff.stop();
  await provider.stop();
});
beforeEach(() => {
  provider.mode = 'normal';
  provider.delay = 0;
  provider.refreshes = 0;
  provider.accessSeconds = 300;
});

const cookieOf = async (response: Response) => {
  expect(response.status).toBe(201);
  return ((await response.json()) as { cookie: string }).cookie;
};
async function signIn(
  of: RunningBff = bff,
  { expiresIn = 300, claims = {}, previous = null as string | null } = {},
) {
  const tokens = await provider.tokens(expiresIn, claims);
  const cookie = await cookieOf(await postTokens(of, tokens, previous));
  return { tokens, cookie, headers: { cookie: `keneya-session=${cookie}`, 'x-keneya-request': '1' } };
}
const look = (headers: Record<string, string>, of = bff) => fetch(`${of.url}/bff/session`, { headers });
const logout = (token: string, of = bff) =>
  fetch(`${of.url}/bff/back-channel-logout`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ logout_token: token }).toString(),
  });
const now = () => Math.floor(Date.now() / 1000);

describe('opening', () => {
  test('the cookie is 43 characters that mean nothing; who is signed in comes from the verified ID token', async () => {
    const { cookie, headers } = await signIn();
    expect(cookie).toMatch(/^[\w-]{43}$/);
    const me = (await (
      await callQuery(bff, { cookie, headers, tokens: await provider.tokens(1) }, 'session.me')
    ).json()) as { result: { data: unknown } };
    expect(me.result.data).toMatchObject({ username: 'someone', displayName: 'Dr Some One', role: 'doctor' });
  });

  test('no token appears in any answer of a session', async () => {
    const { tokens, headers } = await signIn();
    const answers = await Promise.all([
      look(headers),
      fetch(`${bff.url}/bff/session/stay`, { method: 'POST', headers }),
      fetch(`${bff.url}/trpc/session.me`, { headers }),
      fetch(`${bff.url}/trpc/patients.search?input=${encodeURIComponent('{"query":"x"}')}`, { headers }),
      fetch(`${bff.url}/api/health`),
      fetch(`${bff.url}/nowhere`, { headers }),
      fetch(`${bff.url}/bff/sign-out`, { method: 'POST', headers: {} }),
    ]);
    answers.push(await fetch(`${bff.url}/bff/sign-out`, { method: 'POST', headers }));
    for (const answer of answers) {
      const everything = JSON.stringify([...answer.headers]) + (await answer.text());
      for (const token of [tokens.access_token, tokens.refresh_token, tokens.id_token, 'system-token'])
        expect(everything).not.toContain(token);
    }
  });

  test('signing in again in the same browser ends the session before, and its grant', async () => {
    const first = await signIn();
    const second = await signIn(bff, { previous: first.cookie });
    expect((await look(first.headers)).status).toBe(401);
    expect((await look(second.headers)).status).toBe(200);
    expect(provider.revoked).toContain(first.tokens.refresh_token);
  });

  test('a cookie chosen by somebody else never becomes a session', async () => {
    const planted = 'A'.repeat(43);
    const { cookie } = await signIn(bff, { previous: planted });
    expect(cookie).not.toBe(planted);
    expect((await look({ cookie: `keneya-session=${planted}` })).status).toBe(401);
  });

  test('two cookies of the name are none: one of them was planted', async () => {
    const { cookie } = await signIn();
    expect(
      (await look({ cookie: `keneya-session=${cookie}; keneya-session=${'B'.repeat(43)}` })).status,
    ).toBe(401);
    expect((await look({ cookie: `keneya-session=${cookie}` })).status).toBe(200);
  });

  test.each<[string, () => Promise<string>]>([
    [
      'signed by another key',
      () =>
        provider.forged({
          iss: provider.issuer,
          aud: 'keneyapp',
          sub: 'x',
          roles: ['doctor'],
          iat: now(),
          exp: now() + 300,
        }),
    ],
    ['for another client', () => provider.idToken({ aud: 'another' })],
    [
      'for several clients, by another',
      () => provider.idToken({ aud: ['keneyapp', 'another'], azp: 'another' }),
    ],
    ['of another issuer', () => provider.idToken({ iss: 'https://evil.example' })],
    ['expired', () => provider.idToken({ exp: now() - 60 })],
    ['not fresh', () => provider.idToken({ iat: now() - 3_600, exp: now() + 3_600 })],
    ['without a role of ours', () => provider.idToken({ roles: ['chef'] })],
    ['without roles', () => provider.idToken({ roles: undefined })],
    [
      'unsigned',
      async () =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await provider.idToken()).split('.')[1]}.`,
    ],
    [
      'a logout token',
      () =>
        provider.logoutToken({ roles: ['doctor'], nonce: undefined }).then((t) => t.slice(0, -6) + 'AAAAAA'),
    ],
  ])('an ID token that is %s opens nothing', async (_name, make) => {
    const response = await postTokens(bff, { ...(await provider.tokens(300)), id_token: await make() });
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ error: 'refused', requestId: expect.any(String) as string });
  });

  test('the public front door takes no deposits', async () => {
    const response = await fetch(`${bff.url}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-keneya-request': '1' },
      body: JSON.stringify({ idToken: await provider.idToken() }),
    });
    expect(response.status).toBe(404);
  });
});

describe('limits', () => {
  let short: RunningBff;
  afterEach(async () => {
    await short.stop();
  });

  test('idle time ends it; looking does not make it longer, staying does; another visit is 401', async () => {
    short = await bffWith({ SESSION_IDLE_MINUTES: '0.04' }); // 2.4 s
    const [left, stayed] = [await signIn(short), await signIn(short)];
    for (let i = 0; i < 8; i++) {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await look({ ...left.headers }, short);
      await fetch(`${short.url}/trpc/session.me`, {
        headers: { ...left.headers, 'x-keneya-background': '1' },
      });
      expect(
        (await fetch(`${short.url}/bff/session/stay`, { method: 'POST', headers: stayed.headers })).status,
      ).toBe(200);
    }
    expect((await look(left.headers, short)).status).toBe(401);
    expect((await look(stayed.headers, short)).status).toBe(200);
  });

  test('the longest duration ends it however busy the person is', async () => {
    short = await bffWith({ SESSION_ABSOLUTE_HOURS: String(1.5 / 3600) });
    const { headers } = await signIn(short);
    expect((await fetch(`${short.url}/bff/session/stay`, { method: 'POST', headers })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    expect((await fetch(`${short.url}/bff/session/stay`, { method: 'POST', headers })).status).toBe(401);
  });
});

test('a session never outlives its refresh token', async () => {
  const cookie = await cookieOf(
    await postTokens(bff, await provider.tokens(300), null, { refreshExpiresAt: now() + 2 }),
  );
  const headers = { cookie: `keneya-session=${cookie}` };
  expect(
    ((await (await look(headers)).json()) as { absoluteMsLeft: number }).absoluteMsLeft,
  ).toBeLessThanOrEqual(2_000);
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  expect((await look(headers)).status).toBe(401);
});

test('without a refresh token it ends with its access token', async () => {
  const cookie = await cookieOf(
    await postTokens(bff, await provider.tokens(300), null, { refreshToken: null, expiresAt: now() + 2 }),
  );
  expect(
    ((await (await look({ cookie: `keneya-session=${cookie}` })).json()) as { absoluteMsLeft: number })
      .absoluteMsLeft,
  ).toBeLessThanOrEqual(2_000);
});

describe('back-channel logout', () => {
  test.each<[string, () => Promise<string>]>([
    [
      'signed by another key',
      () =>
        provider.forged(
          {
            iss: provider.issuer,
            aud: 'keneyapp',
            sub: 'someone',
            sid: 'sid-1',
            iat: now(),
            jti: 'f1',
            events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
          },
          { typ: 'logout+jwt' },
        ),
    ],
    [
      'an ID token',
      () =>
        provider.idToken({ jti: 'f2', events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }),
    ],
    ['with a nonce', () => provider.logoutToken({ nonce: 'n' })],
    ['without events', () => provider.logoutToken({ events: undefined })],
    [
      'of another event',
      () => provider.logoutToken({ events: { 'http://schemas.openid.net/event/other': {} } }),
    ],
    ['for another client', () => provider.logoutToken({ aud: 'another' })],
    ['of another issuer', () => provider.logoutToken({ iss: 'https://evil.example' })],
    ['without jti', () => provider.logoutToken({ jti: undefined })],
    ['of nobody', () => provider.logoutToken({ sub: undefined, sid: undefined })],
    ['expired', () => provider.logoutToken({ exp: now() - 60 })],
    ['old', () => provider.logoutToken({ iat: now() - 3_600 })],
    ['nonsense', async () => 'not.a.token'],
  ])('a logout token %s ends nothing', async (_name, make) => {
    const { headers } = await signIn();
    const response = await logout(await make());
    expect(response.status).toBe(400);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await look(headers)).status).toBe(200);
  });

  test('ends the sessions of that sign-in at once, and no others', async () => {
    const [ended, otherSignIn, otherPerson] = [
      await signIn(bff, { claims: { sid: 'sid-a' } }),
      await signIn(bff, { claims: { sid: 'sid-b' } }),
      await signIn(bff, { claims: { sub: 'else', sid: 'sid-c' } }),
    ];
    expect((await logout(await provider.logoutToken({ sid: 'sid-a' }))).status).toBe(200);
    expect((await look(ended.headers)).status).toBe(401);
    expect((await look(otherSignIn.headers)).status).toBe(200);
    expect((await look(otherPerson.headers)).status).toBe(200);
    expect((await logout(await provider.logoutToken({ sid: undefined }))).status).toBe(200); // all of the person's
    expect((await look(otherSignIn.headers)).status).toBe(401);
    expect((await look(otherPerson.headers)).status).toBe(200);
  });

  test('the same token does not work twice', async () => {
    const token = await provider.logoutToken({ sid: 'sid-replay' });
    expect((await logout(token)).status).toBe(200);
    const { headers } = await signIn(bff, { claims: { sid: 'sid-replay' } });
    expect((await logout(token)).status).toBe(400);
    expect((await look(headers)).status).toBe(200);
  });
});

test('sign-out ends the session, revokes the grant, clears the cookie and leads to the provider without a token in the address', async () => {
  const { headers, tokens } = await signIn();
  const response = await fetch(`${bff.url}/bff/sign-out`, { method: 'POST', headers });
  const { redirect } = (await response.json()) as { redirect: string };
  expect(redirect).toBe(
    `${provider.issuer}/end?client_id=keneyapp&post_logout_redirect_uri=${encodeURIComponent(`${bff.env['PUBLIC_URL']}/sign-in?reason=signed-out`)}`,
  );
  expect(response.headers.get('set-cookie')).toBe(
    'keneya-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
  );
  expect((await look(headers)).status).toBe(401);
  expect(provider.revoked).toContain(tokens.refresh_token);
  expect((await fetch(`${bff.url}/bff/sign-out`, { method: 'POST', headers })).status).toBe(200); // again: nothing to do
});
