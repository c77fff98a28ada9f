import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

vi.mock('server-only', () => ({})); // it only stops a bundle for the browser

/** The BFF's internal listener as sign-in sees it: what was sent, and an answer chosen by the test. */
let bff: Server;
let asked: { path: string; body: Record<string, unknown> }[] = [];
let answer: { status: number; body: unknown } | 'nothing' = 'nothing';
const cookie = 'c'.repeat(43);
const body = async (request: IncomingMessage) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
};

beforeAll(async () => {
  bff = createServer((request, response) => {
    void body(request).then((sent) => {
      // the BFF hears nobody who does not know its secret
      expect(request.headers['x-keneya-internal']).toBe('i'.repeat(32));
      asked.push({ path: request.url ?? '', body: sent });
      if (answer === 'nothing') return request.socket.destroy();
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => bff.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    PUBLIC_URL: 'https://keneya.example',
    BFF_INTERNAL_URL: `http://127.0.0.1:${(bff.address() as AddressInfo).port}`,
    OIDC_ISSUER: 'https://id.example/realms/h',
    OIDC_CLIENT_SECRET: 's'.repeat(32),
    NEXTAUTH_SECRET: 'n'.repeat(32),
    INTERNAL_SECRET: 'i'.repeat(32),
  });
});
afterAll(() => new Promise((resolve) => bff.close(resolve)));
beforeEach(() => {
  asked = [];
  answer = 'nothing';
});

const visit = { previousCookie: null, remoteAddress: '10.0.0.1', userAgent: 'Firefox', locale: 'fr' };
const options = async (more: Partial<typeof visit> = {}) =>
  (await import('./options.ts')).authOptions({ ...visit, ...more });
const tokens = {
  id_token: 'id',
  access_token: 'access',
  refresh_token: 'refresh',
  expires_at: 1_900_000_000,
};
type Callbacks = Required<NonNullable<Awaited<ReturnType<typeof options>>['callbacks']>>;
const signIn = async (more: Partial<typeof visit> = {}) => {
  const made = await options(more);
  const result = await (made.callbacks?.signIn as Callbacks['signIn'])({
    account: { ...tokens, provider: 'oidc', type: 'oauth', providerAccountId: 'u' },
    user: { id: 'u' },
  });
  return { made, result };
};

describe('handing the tokens of a sign-in over', () => {
  it('gives the BFF every token, and writes its answer into the cookie as it is', async () => {
    answer = { status: 200, body: { cookie } };
    const { made, result } = await signIn();
    expect(result).toBe(true);
    expect(asked).toEqual([
      {
        path: '/session',
        body: {
          idToken: 'id',
          accessToken: 'access',
          refreshToken: 'refresh',
          expiresAt: 1_900_000_000,
          refreshExpiresAt: null,
          previousCookie: null,
          remoteAddress: '10.0.0.1',
          userAgent: 'Firefox',
        },
      },
    ]);
    const token = await (made.callbacks?.jwt as Callbacks['jwt'])({ token: {} } as never);
    expect(await made.jwt?.encode?.({ token, secret: '' })).toBe(cookie);
    expect(await made.jwt?.decode?.({ token: cookie, secret: '' })).toBeNull();
  });

  it.each([
    ['a person without a role here', { status: 403, body: {} }, 'refused'],
    [
      'a role that asks for a second factor',
      { status: 403, body: { error: 'second-factor' } },
      'second-factor',
    ],
    ['a BFF that fails', { status: 500, body: {} }, 'unavailable'],
    ['a BFF that is away', 'nothing', 'unavailable'],
    ['an answer that is no cookie', { status: 200, body: { cookie: 'x; Domain=evil' } }, 'unavailable'],
  ] as const)('opens no session for %s', async (_what, given, problem) => {
    answer = given;
    const { made, result } = await signIn();
    expect(result).toBe(`/sign-in?error=${problem}`);
    await expect(
      Promise.resolve(made.jwt?.encode?.({ token: { cookie: null }, secret: '' })),
    ).rejects.toThrow('no session was opened');
  });
});

describe('the options of next-auth', () => {
  it('asks who sits there now, with PKCE, state and nonce, in the language of the page', async () => {
    const [provider] = (await options({ locale: 'en' })).providers;
    expect(provider).toMatchObject({
      checks: ['pkce', 'state', 'nonce'],
      authorization: { params: { prompt: 'login', max_age: 0, ui_locales: 'en' } },
    });
  });

  it('binds every cookie to this host over https', async () => {
    const { cookies } = await options();
    for (const one of Object.values(cookies ?? {}))
      expect(one).toMatchObject({
        name: expect.stringMatching(/^__Host-/),
        options: { httpOnly: true, secure: true, sameSite: 'lax', path: '/' },
      });
    const { sessionCookieName } = await import('./options.ts');
    expect(sessionCookieName('http://localhost:3000')).toBe('keneya-session');
  });

  it('sends nobody to another site', async () => {
    const redirect = (await options()).callbacks?.redirect as Callbacks['redirect'];
    const baseUrl = 'https://keneya.example';
    expect(await redirect({ url: '/patients/p1', baseUrl })).toBe('https://keneya.example/patients/p1');
    expect(await redirect({ url: 'https://evil.example/', baseUrl })).toBe('https://keneya.example/');
  });

  it('writes the kind of a failure into the log, never what it carried', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { logger } = await options();
    logger?.error?.('OAUTH_CALLBACK_ERROR', new Error('invalid_grant {"code":"secret"}'));
    logger?.error?.('OAUTH_CALLBACK_ERROR', {
      error: new TypeError('fetch failed'),
      id_token: 'secret',
    } as never);
    expect(log.mock.calls.flat()).toEqual([
      'sign-in: OAUTH_CALLBACK_ERROR Error invalid_grant ',
      'sign-in: OAUTH_CALLBACK_ERROR TypeError fetch failed',
    ]);
    log.mockRestore();
  });
});

describe('a sign-in that failed', () => {
  const report = async (location: string | null) => {
    const { reportFailure } = await import('./report-failure.ts');
    await reportFailure(
      new Request('https://keneya.example/api/auth/callback/oidc?error=access_denied'),
      new Response(null, { headers: location === null ? {} : { location } }),
      '10.0.0.1',
    );
  };
  it('is told to the trail', async () => {
    answer = { status: 204, body: '' };
    await report('/sign-in?error=OAuthCallback');
    expect(asked).toEqual([
      { path: '/session/failed', body: { reason: 'provider:access_denied', remoteAddress: '10.0.0.1' } },
    ]);
  });
  it('is not told twice, and a BFF that is away keeps nobody from the page', async () => {
    await report('/sign-in?error=refused');
    expect(asked).toEqual([]);
    await report('/sign-in?error=OAuthCallback');
    expect(asked).toHaveLength(1);
  });
});

describe('the routes of next-auth', () => {
  it.each([
    ['GET', 'session'],
    ['POST', 'signout'],
    ['POST', 'callback'],
    ['GET', 'signout'],
  ])('%s %s is not open', async (method, name) => {
    const { GET } = await import('../app/api/auth/[...nextauth]/route.ts');
    const { NextRequest } = await import('next/server');
    const request = new NextRequest(`https://keneya.example/api/auth/${name}`, { method });
    expect((await GET(request, { params: Promise.resolve({ nextauth: [name] }) })).status).toBe(404);
  });
});

describe('proxy', () => {
  it('gives each page a nonce of its own, its address, and keeps it out of caches', async () => {
    const { proxy, config } = await import('../proxy.ts');
    const { NextRequest } = await import('next/server');
    const [one, two] = ['/patients/p1?view=a', '/patients/p1?view=a'].map((path) =>
      proxy(new NextRequest(`https://keneya.example${path}`)),
    );
    const csp = one?.headers.get('content-security-policy') ?? '';
    expect(csp).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}' 'strict-dynamic'/);
    expect(csp).not.toContain("'unsafe-eval'");
    expect(csp).toContain("form-action 'self' https://id.example");
    expect(csp).toContain("frame-ancestors 'none'");
    expect(csp).not.toBe(two?.headers.get('content-security-policy'));
    expect(one?.headers.get('cache-control')).toBe('private, no-store');
    expect(one?.headers.get('x-middleware-request-x-keneya-path')).toBe('/patients/p1?view=a');
    const [matcher = ''] = config.matcher;
    expect(new RegExp(`^${matcher}$`).test('/api/auth/csrf')).toBe(false);
    expect(new RegExp(`^${matcher}$`).test('/patients/p1')).toBe(true);
  });
});
