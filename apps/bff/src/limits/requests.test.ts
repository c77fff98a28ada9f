import { createServer, type Server } from 'node:http';
import { startFakeProvider, type FakeProvider } from '@keneyapp/config/fake-provider';
import { postTokens, freePort, startTestBff, type RunningBff } from '@keneyapp/config/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The front door with a tenth of its limits, before a web server that answers everything. */
let provider: FakeProvider;
let bff: RunningBff;
let web: Server;
let address = 0;
const own = { 'x-keneya-request': '1' };

beforeAll(async () => {
  provider = await startFakeProvider();
  web = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('page'),
  );
  const webPort = await freePort();
  await new Promise<void>((resolve) => web.listen(webPort, '127.0.0.1', resolve));
  bff = await startTestBff(
    {
      env: {
        PUBLIC_URL: `http://localhost:${await freePort()}`,
        BFF_INTERNAL_URL: `http://127.0.0.1:${await freePort()}`,
      },
      issuer: provider.issuer,
      fhirUrl: 'http://127.0.0.1:9/fhir',
      dicomwebUrl: 'http://127.0.0.1:9/dicom-web',
    },
    {
      env: {
        WEB_URL: `http://127.0.0.1:${webPort}`,
        RATE_LIMIT_FACTOR: '0.1',
        TRUSTED_PROXIES: 'loopback',
        SESSION_IDLE_MINUTES: '0.05',
      },
    },
  );
}, 120_000);
afterAll(async () => {
  await bff.stop();
  await provider.stop();
  web.closeAllConnections();
  web.close();
});

/** Somebody at a place of their own. */
const place = () => ({ 'x-forwarded-for': `198.51.100.${(address += 1)}` });
async function signedIn(): Promise<Record<string, string>> {
  const { cookie } = (await (await postTokens(bff, await provider.tokens(300))).json()) as { cookie: string };
  return { ...own, cookie: `keneya-session=${cookie}`, origin: bff.env['PUBLIC_URL'] ?? '' };
}
const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
  fetch(bff.url + path, { headers, method, redirect: 'manual' });
/** Statuses of so many requests. */
async function statuses(n: number, path: string, headers: Record<string, string>, method = 'GET') {
  const answers: number[] = [];
  for (let i = 0; i < n; i += 1) {
    const response = await ask(path, headers, method);
    await response.arrayBuffer();
    answers.push(response.status);
  }
  return answers;
}
const refused = (answers: readonly number[]) => answers.filter((status) => status === 429).length;

describe('a limit', () => {
  test('counts the calls of a session, says what is left, and when to come back', async () => {
    const visitor = { ...(await signedIn()), ...place() };
    const first = await ask('/trpc/session.me', visitor);
    expect([
      first.status,
      first.headers.get('x-ratelimit-limit'),
      first.headers.get('x-ratelimit-remaining'),
    ]).toEqual([200, '120', '119']);
    expect(refused(await statuses(119, '/trpc/session.me', visitor))).toBe(0);
    const beyond = await ask('/trpc/session.me', visitor);
    expect(beyond.status).toBe(429);
    expect(Number(beyond.headers.get('retry-after'))).toBeGreaterThan(30);
    expect(beyond.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(await beyond.json()).toMatchObject({
      error: {
        data: {
          code: 'TOO_MANY_REQUESTS',
          httpStatus: 429,
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
      },
    });
    // elsewhere too, and nobody else
    expect((await ask('/trpc/session.me', { ...visitor, ...place() })).status).toBe(429);
    expect(
      (
        await ask('/trpc/session.me', {
          ...(await signedIn()),
          'x-forwarded-for': visitor['x-forwarded-for'],
        })
      ).status,
    ).toBe(200);
  });

  test('counts each call of a batch', async () => {
    const visitor = { ...(await signedIn()), ...place() };
    const twelve = `/trpc/${Array(12).fill('session.me').join(',')}?batch=1`;
    const answers = await statuses(11, twelve, visitor);
    expect([answers.slice(0, 10), answers[10]]).toEqual([Array(10).fill(200), 429]);
    expect((await ask(twelve.replaceAll(',', '%2C'), visitor)).status).toBe(429);
    expect((await ask('/%74rpc/session.me', visitor)).status).toBe(429);
  });

  test.each([
    ['/bff/session', 'GET', 60],
    ['/bff/nothing', 'GET', 60],
    ['/patients', 'GET', 60],
    ['/', 'GET', 60],
    ['/trpc/none.such', 'GET', 120],
  ])('of a session: %s', async (path, method, max) => {
    const visitor = { ...(await signedIn()), ...place() };
    const answers = await statuses(max + 3, path, visitor, method);
    expect([refused(answers), answers.slice(max)]).toEqual([3, [429, 429, 429]]);
  });

  test.each([
    ['/api/auth/callback/oidc?error=x', 'GET', 60],
    ['/api/auth/providers', 'GET', 60],
    ['/api/%61uth/providers', 'GET', 120],
    ['/sign-in', 'GET', 120],
    ['/trpc/session.me', 'GET', 60],
    ['/bff/session', 'GET', 60],
    ['/bff/csp', 'POST', 6],
    ['/bff/back-channel-logout', 'POST', 12],
    ['/bff/exports', 'POST', 12],
    ['/dicom-web/studies/1.2.3/metadata', 'GET', 60],
    ['/api/health', 'GET', 120],
    ['/_next/static/..%2f..%2fsign-in', 'GET', 120],
  ])('of an address: %s', async (path, method, max) => {
    const visitor = { ...place(), 'x-keneya-request': '1' };
    const answers = await statuses(max + 3, path, visitor, method);
    expect([refused(answers), answers.slice(max)]).toEqual([3, [429, 429, 429]]);
  });

  test('is not escaped by invented cookies, by other addresses of one network, or by claiming an address', async () => {
    const at = place();
    const invented = () => ({
      ...own,
      ...at,
      cookie: `keneya-session=${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')}`,
    });
    const answers: number[] = [];
    for (let i = 0; i < 130; i += 1) answers.push((await ask('/trpc/session.me', invented())).status);
    expect(refused(answers)).toBeGreaterThanOrEqual(70);
    const network: number[] = [];
    for (let i = 0; i < 63; i += 1)
      network.push(
        (await ask('/trpc/session.me', { ...own, 'x-forwarded-for': `2001:db8:7::${i + 1}` })).status,
      );
    expect(refused(network)).toBe(3);
  });

  test('is none for who only asks whether we are there, and a page says so in words', async () => {
    const visitor = place();
    expect(refused(await statuses(200, '/api/alive', visitor))).toBe(0);
    await statuses(120, '/sign-in', visitor);
    const page = await ask('/sign-in', { ...visitor, accept: 'text/html' });
    expect([page.status, page.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
    expect(await page.text()).toMatch(/Trop de demandes[^]*Too many requests/);
  });

  test('does not keep a session alive that is only looked at', async () => {
    const visitor = { ...(await signedIn()), ...place() };
    for (let i = 0; i < 8; i += 1) {
      await ask('/bff/session', visitor);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect((await ask('/bff/session', visitor)).status).toBe(401);
  });
});
