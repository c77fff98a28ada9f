import { startFakeProvider, type FakeProvider } from '@keneyapp/config/fake-provider';
import { postTokens, freePort, startTestBff, type RunningBff } from '@keneyapp/config/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let provider: FakeProvider;
let bff: RunningBff;
let short: RunningBff | undefined;

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
  bff = await bffWith();
});
afterAll(async () => {
  await bff.stop();
  await provider.stop();
});
beforeEach(() => {
  provider.mode = 'normal';
});
afterEach(async () => {
  await short?.stop();
  short = undefined;
});

interface Browser {
  cookie: string;
  headers: Record<string, string>;
}
async function signIn(
  of = bff,
  { claims = {}, previous = null as string | null, expiresIn = 300 } = {},
): Promise<Browser> {
  const response = await postTokens(of, await provider.tokens(expiresIn, claims), previous);
  const { cookie } = (await response.json()) as { cookie: string };
  return { cookie, headers: { cookie: `keneya-session=${cookie}`, 'x-keneya-request': '1' } };
}
const look = (headers: Record<string, string>, of = bff) => fetch(`${of.url}/bff/session`, { headers });
/** What the browser is told after the end, at each of its ways of asking. */
async function toldTo({ headers }: Browser, of = bff) {
  const answer = await look(headers, of);
  const call = await fetch(`${of.url}/trpc/session.me`, { headers });
  const { error } = (await call.json()) as { error?: { data: { code: string; reason: string | null } } };
  return {
    status: answer.status,
    reason: ((await answer.json()) as { reason: string | null }).reason,
    forgets: answer.headers.get('clear-site-data'),
    call: [call.status, error?.data.code, error?.data.reason],
  };
}
const over = (reason: string) => ({
  status: 401,
  reason,
  forgets: '"cache", "storage"',
  call: [401, 'UNAUTHORIZED', reason],
});

test('the streams of a session are counted, whatever they tell', async () => {
  const of = (short = await bffWith({ RATE_LIMIT_FACTOR: '1' }));
  const browser = await signIn(of);
  const max = 20;
  const gone = new AbortController();
  const open = () => fetch(`${of.url}/bff/session/events`, { headers: browser.headers, signal: gone.signal });
  // held: a response that nobody holds is given up by whoever collects what is not needed, and its stream ends
  const streams: Response[] = [];
  for (let i = 0; i < max + 2; i += 1) streams.push(await open());
  const statuses = streams.map(({ status }) => status);
  expect(statuses.slice(0, max).every((status) => status === 200)).toBe(true);
  expect(statuses.slice(max)).toEqual([429, 429]);
  gone.abort();
  await expect
    .poll(
      async () => {
        const again = new AbortController();
        const { status } = await fetch(`${of.url}/bff/session/events`, {
          headers: browser.headers,
          signal: again.signal,
        });
        again.abort();
        return status;
      },
      { timeout: 20_000 },
    )
    .toBe(200);
});

/** The stream of a session, until its end. */
async function eventsOf({ headers }: Browser, of = bff) {
  const response = await fetch(`${of.url}/bff/session/events`, {
    headers: { ...headers, accept: 'text/event-stream' },
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const first = (await reader?.read())?.value ?? '';
  expect(first).toContain('event: alive');
  const rest = (async () => {
    let text = '';
    for (;;) {
      const part = await reader?.read().catch(() => null);
      if (!part || part.done) return text;
      text += part.value;
    }
  })();
  return rest.then((text) => /event: ended\ndata: (.*)\n/.exec(text)?.[1] ?? text);
}

describe('the reason of an end is told by the stream and by the next request', () => {
  test('signed out: the browser keeps nothing but its cookies', async () => {
    const browser = await signIn();
    const told = eventsOf(browser);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const left = await fetch(`${bff.url}/bff/sign-out`, { method: 'POST', headers: browser.headers });
    expect(left.headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect(JSON.parse(await told)).toEqual({ reason: 'signed-out' });
    expect(await toldTo(browser)).toEqual(over('signed-out'));
  });

  test('another sign-in in the same browser', async () => {
    const first = await signIn();
    const told = eventsOf(first);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await signIn(bff, { previous: first.cookie });
    expect(JSON.parse(await told)).toEqual({ reason: 'replaced' });
    expect(await toldTo(first)).toEqual(over('replaced'));
  });

  test('closed by the provider', async () => {
    const browser = await signIn(bff, { claims: { sid: 'ended-1' } });
    const told = eventsOf(browser);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const token = await provider.logoutToken({ sid: 'ended-1' });
    await fetch(`${bff.url}/bff/back-channel-logout`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ logout_token: token }).toString(),
    });
    expect(JSON.parse(await told)).toEqual({ reason: 'provider' });
    expect(await toldTo(browser)).toEqual(over('provider'));
  });

  test('too long without activity, without another request', async () => {
    short = await bffWith({ SESSION_IDLE_MINUTES: String(5 / 60) });
    const browser = await signIn(short);
    expect(JSON.parse(await eventsOf(browser, short))).toEqual({ reason: 'idle' });
    expect(await toldTo(browser, short)).toEqual(over('idle'));
  });

  test('the longest duration', async () => {
    short = await bffWith({ SESSION_ABSOLUTE_HOURS: String(5 / 3600) });
    const browser = await signIn(short);
    expect(JSON.parse(await eventsOf(browser, short))).toEqual({ reason: 'limit' });
    expect(await toldTo(browser, short)).toEqual(over('limit'));
  });
});

test('a live session is named by its public id, the one that who-am-I tells', async () => {
  const { headers, cookie } = await signIn();
  const answer = await look(headers);
  const { id } = (await answer.json()) as { id: string };
  const me = await (await fetch(`${bff.url}/trpc/session.me`, { headers })).text();
  expect(me).toContain(`"sessionId":"${id}"`);
  expect(id).not.toContain(cookie);
  expect(answer.headers.has('clear-site-data')).toBe(false);
});

test('without a cookie, or with one that nobody knows, there is no reason and nothing to forget', async () => {
  expect(await toldTo({ cookie: '', headers: { 'x-keneya-request': '1' } })).toEqual({
    status: 401,
    reason: 'no-cookie',
    forgets: null,
    call: [401, 'UNAUTHORIZED', null],
  });
  const planted = 'A'.repeat(43);
  const headers = { cookie: `keneya-session=${planted}`, 'x-keneya-request': '1' };
  expect(await toldTo({ cookie: planted, headers })).toMatchObject({ reason: null, forgets: null });
  const events = await fetch(`${bff.url}/bff/session/events`, { headers });
  expect(events.status).toBe(401);
});
