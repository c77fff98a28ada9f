import { startFakeProvider, type FakeProvider } from '@keneyapp/config/fake-provider';
import { postTokens, freePort, startTestBff, type RunningBff } from '@keneyapp/config/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OwnSessionsView } from '../features/session/view.ts';

let provider: FakeProvider;
let bff: RunningBff;

async function bffWith(env: Record<string, string>): Promise<RunningBff> {
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
  bff = await bffWith({ SESSIONS_PER_PERSON: '3' });
});
afterAll(async () => {
  await bff?.stop();
  await provider?.stop();
});

interface SignedIn {
  cookie: string;
  headers: Record<string, string>;
  refreshToken: string;
}
let people = 0;
/** Somebody new, so that no test counts the sessions of another. */
const somebody = () => ({ sub: `person-${++people}`, preferred_username: `person-${people}` });
const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

async function signIn(claims: Record<string, unknown>, previous: string | null = null, of = bff) {
  const tokens = await provider.tokens(300, claims);
  const response = await postTokens(of, tokens, previous);
  expect(response.status).toBe(201);
  const { cookie } = (await response.json()) as { cookie: string };
  return {
    cookie,
    refreshToken: tokens.refresh_token,
    headers: { cookie: `keneya-session=${cookie}`, 'x-keneya-request': '1' },
  } satisfies SignedIn;
}
const isIn = async ({ headers }: SignedIn, of = bff) =>
  (await fetch(`${of.url}/bff/session`, { headers })).status === 200;
async function asked<T>({ headers }: SignedIn, name: string): Promise<T> {
  const response = await fetch(`${bff.url}/trpc/${name}`, { headers });
  return ((await response.json()) as { result: { data: T } }).result.data;
}
const own = (who: SignedIn) => asked<OwnSessionsView>(who, 'session.own');
const isFresh = (who: SignedIn) => asked<boolean>(who, 'session.isFresh');
const call = (who: SignedIn, name: string, input: unknown, of = bff) =>
  fetch(`${of.url}/trpc/${name}`, {
    method: 'POST',
    headers: { ...who.headers, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
const idOf = async (who: SignedIn) => (await own(who)).sessions.find((s) => s.isThis)?.id ?? '';

describe('how many sessions one person has', () => {
  test('one more than the limit ends the oldest, of this person alone', async () => {
    const [person, other] = [somebody(), somebody()];
    const theirs = await signIn(other);
    const mine: SignedIn[] = [];
    for (let i = 0; i < 4; i += 1) mine.push(await signIn(person));
    expect(await Promise.all(mine.map((one) => isIn(one)))).toEqual([false, true, true, true]);
    expect(await isIn(theirs)).toBe(true);
    expect(provider.revoked).toContain(mine[0]?.refreshToken);
  });

  test('holds for those who sign in at once', async () => {
    const person = somebody();
    const mine = await Promise.all(Array.from({ length: 9 }, () => signIn(person)));
    const living = (await Promise.all(mine.map((one) => isIn(one)))).filter(Boolean);
    expect(living).toHaveLength(3);
  });
});

describe('one’s own sessions', () => {
  test('are listed with where and since when, this one marked, and nobody else’s', async () => {
    const [person, other] = [somebody(), somebody()];
    await signIn(other);
    const [first, second] = [await signIn(person), await signIn(person)];
    const { most, sessions } = await own(second);
    expect(most).toBe(3);
    expect(sessions).toHaveLength(2);
    expect(sessions.filter((s) => s.isThis).map((s) => s.id)).toEqual([await idOf(second)]);
    for (const session of sessions) {
      expect(session).toMatchObject({ address: '192.0.2.7', browser: 'Firefox 140', system: 'Linux' });
      expect(Math.abs(Date.parse(session.since) - Date.now())).toBeLessThan(60_000);
    }
    expect(await idOf(first)).not.toBe(await idOf(second));
  });

  test('are ended one by one, or all but this one; what belongs to others is not found', async () => {
    const [person, other] = [somebody(), somebody()];
    const theirs = await signIn(other);
    const [first, second, third] = [await signIn(person), await signIn(person), await signIn(person)];
    for (const sessionId of [await idOf(theirs), await idOf(third)])
      expect((await call(third, 'session.endOwn', { sessionId })).status).toBe(404);
    expect(await Promise.all([theirs, third].map((one) => isIn(one)))).toEqual([true, true]);

    expect((await call(third, 'session.endOwn', { sessionId: await idOf(first) })).status).toBe(200);
    expect(await Promise.all([first, second, third].map((one) => isIn(one)))).toEqual([false, true, true]);
    expect((await call(third, 'session.endOthers', undefined)).status).toBe(200);
    expect(await Promise.all([second, third, theirs].map((one) => isIn(one)))).toEqual([false, true, true]);
  });
});

describe('signing in afresh in the same browser', () => {
  test('goes on with the session under a new cookie; the grant it goes on with is not revoked', async () => {
    const person = { ...somebody(), sid: 'same-sign-in' };
    const before = await signIn({ ...person, auth_time: secondsAgo(3_600) });
    const id = await idOf(before);
    expect(await isFresh(before)).toBe(false);
    const after = await signIn({ ...person, auth_time: secondsAgo(1) }, before.cookie);
    expect([await isIn(before), await isIn(after)]).toEqual([false, true]);
    expect(await idOf(after)).toBe(id);
    expect(await isFresh(after)).toBe(true);
    expect(provider.revoked).not.toContain(before.refreshToken);
  });

  test.each([
    ['somebody else', () => somebody()],
    ['another role', () => ({ roles: ['nurse'] })],
    ['another sign-in at the provider', () => ({ sid: 'another' })],
  ])('with %s is another session', async (_what, change) => {
    const person = { ...somebody(), sid: 'one', auth_time: secondsAgo(1) };
    const before = await signIn(person);
    const id = await idOf(before);
    const after = await signIn({ ...person, ...change() }, before.cookie);
    expect(await isIn(before)).toBe(false);
    expect(await idOf(after)).not.toBe(id);
  });
});

describe('what asks for a fresh sign-in', () => {
  const exported = (who: SignedIn) =>
    fetch(`${bff.url}/bff/audit/export?format=csv`, { headers: who.headers });
  const officer = () => ({ ...somebody(), roles: ['dpo'] });

  test.each([
    ['an hour ago', () => ({ auth_time: secondsAgo(3_600) })],
    ['at a time that the provider does not tell', () => ({})],
    ['tomorrow', () => ({ auth_time: secondsAgo(-86_400) })],
    ['at a time that is no number', () => ({ auth_time: `${secondsAgo(1)}` })],
  ])('is refused to who signed in %s, and the trail says why', async (_when, claims) => {
    const person = officer();
    const refused = await exported(await signIn({ ...person, ...claims() }));
    expect([refused.status, ((await refused.json()) as { error: string }).error]).toEqual([
      403,
      'sign-in-again',
    ]);
    expect(await lastOf(person.sub)).toMatchObject({ outcome: 'denied', reason: 'sign-in-again' });
  });
  test('is open to who has just signed in', async () => {
    expect((await exported(await signIn({ ...officer(), auth_time: secondsAgo(60) }))).status).toBe(200);
  });

  async function lastOf(userId: string) {
    const reader = await signIn({ ...officer(), auth_time: secondsAgo(1) });
    const input = encodeURIComponent(JSON.stringify({ userId }));
    const response = await fetch(`${bff.url}/trpc/audit.search?input=${input}`, { headers: reader.headers });
    return (
      (await response.json()) as { result: { data: { rows: { outcome: string; reason: string | null }[] } } }
    ).result.data.rows[0];
  }
});

describe('a role that asks for a second factor', () => {
  test('gets no session without it, and hears why; the others are not asked', async () => {
    const strict = await bffWith({ SECOND_FACTOR_ROLES: 'admin, dpo' });
    const put = async (claims: Record<string, unknown>) => {
      const response = await postTokens(strict, await provider.tokens(300, { ...somebody(), ...claims }));
      return [response.status, ((await response.json()) as { error?: string }).error];
    };
    const acr = 'https://refeds.org/profile/mfa';
    for (const claims of [
      {},
      { acr: 'https://refeds.org/profile/sfa' },
      { acr: [acr] },
      { acr: `${acr}/` },
      { amr: ['pwd', 'mfa'] },
    ])
      expect(await put({ roles: ['admin'], ...claims })).toEqual([403, 'second-factor']);
    expect(await put({ roles: ['admin'], acr })).toEqual([201, undefined]);
    expect(await put({ roles: ['nurse'] })).toEqual([201, undefined]);
    await strict.stop();
  });
});
