// Long because its cases share one application and one record, which take seconds to start.
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import { startFakeProvider, type FakeProvider } from '@keneyapp/config/fake-provider';
import { postTokens, freePort, startTestBff, type RunningBff } from '@keneyapp/config/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

/** The front door before a web server that tells what reached it. */
let provider: FakeProvider;
let bff: RunningBff;
let web: Server;
let seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];
let publicUrl: string;
let session: Record<string, string>;

beforeAll(async () => {
  provider = await startFakeProvider();
  const webPort = await freePort();
  web = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      response
        .writeHead(200, {
          'content-type': 'text/html',
          'content-security-policy': "default-src 'self'",
          'x-powered-by': 'Something',
        })
        .end('<p>page</p>');
    });
  });
  await new Promise<void>((resolve) => web.listen(webPort, '127.0.0.1', resolve));
  publicUrl = `http://localhost:${await freePort()}`;
  bff = await startTestBff(
    {
      env: { PUBLIC_URL: publicUrl, BFF_INTERNAL_URL: `http://127.0.0.1:${await freePort()}` },
      issuer: provider.issuer,
      fhirUrl: 'http://127.0.0.1:9/fhir',
      dicomwebUrl: 'http://127.0.0.1:9/dicom-web',
    },
    { env: { WEB_URL: `http://127.0.0.1:${webPort}` } },
  );
  const { cookie } = (await (await postTokens(bff, await provider.tokens(300))).json()) as { cookie: string };
  session = { cookie: `keneya-session=${cookie}` };
}, 120_000);
afterAll(async () => {
  await bff.stop();
  await provider.stop();
  web.closeAllConnections();
  web.close();
});
beforeEach(() => {
  seen = [];
});

const own = { 'x-keneya-request': '1' };

/** As `fetch`, but with headers that `fetch` would refuse or set itself (Host, Expect, Sec-Fetch-Site). */
function raw(
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${bff.url}${path}`,
      { method, headers: { host: new URL(publicUrl).host, ...headers }, agent: false },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

describe('cross-site requests', () => {
  const changing = {
    method: 'POST',
    body: '{}',
    headers: { ...session, 'content-type': 'application/json' },
  };
  test.each<[string, string, Record<string, string>]>([
    ['a sibling origin', '/bff/sign-out', { ...own, origin: 'http://localhost:9999' }],
    ['a subdomain', '/bff/sign-out', { ...own, origin: 'http://evil.localhost' }],
    ['an opaque origin', '/bff/sign-out', { ...own, origin: 'null' }],
    ['the same site only', '/bff/sign-out', { ...own, 'sec-fetch-site': 'same-site' }],
    ['another site', '/bff/sign-out', { ...own, 'sec-fetch-site': 'cross-site' }],
    ['a form without our header', '/bff/sign-out', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text/plain without our header', '/trpc/vitals.record', { 'content-type': 'text/plain' }],
    ['staying signed in for somebody', '/bff/session/stay', {}],
    ['a page route', '/patients', {}],
    [
      'next-auth without an origin',
      '/api/auth/signin/oidc',
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    ['next-auth from elsewhere', '/api/auth/signin/oidc', { origin: 'https://evil.example' }],
  ])('are refused: POST from %s', async (_name, path, headers) => {
    const answer = await raw(path, { ...changing, headers: { ...changing.headers, ...session, ...headers } });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ error: 'cross-site' });
    expect(seen).toEqual([]);
  });

  test.each([
    '/trpc/session.me',
    '/trpc/session.me,session.me?batch=1',
    '/trpc/vitals.record?input=%7B%7D',
    '/trpc/live.chart?input=%7B%7D',
  ])('are refused: GET %s without our header, as a link or an image would', async (path) => {
    expect((await raw(path, { headers: session })).status).toBe(403);
    expect(
      (
        await raw(path, {
          headers: { ...session, accept: 'text/event-stream', 'sec-fetch-site': 'cross-site' },
        })
      ).status,
    ).toBe(403);
  });

  test('a preflight from elsewhere is granted nothing', async () => {
    const answer = await raw('/trpc/session.me', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-keneya-request',
      },
    });
    expect(answer.status).toBe(403);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('our own pages get through, next-auth with its token too', async () => {
    expect(
      (await raw('/trpc/session.me', { headers: { ...session, ...own, 'sec-fetch-site': 'same-origin' } }))
        .status,
    ).toBe(200);
    expect(
      (
        await raw('/bff/session/stay', {
          method: 'POST',
          headers: { ...session, ...own, origin: publicUrl, 'sec-fetch-site': 'same-origin' },
        })
      ).status,
    ).toBe(200);
    expect(
      (
        await raw('/api/auth/signin/oidc', {
          method: 'POST',
          headers: { origin: publicUrl, 'content-type': 'application/x-www-form-urlencoded' },
          body: 'csrfToken=x',
        })
      ).status,
    ).toBe(200);
    expect(seen.at(-1)?.body).toBe('csrfToken=x');
  });

  test('a mutation cannot be called by GET', async () => {
    expect((await raw('/trpc/vitals.record?input=%7B%7D', { headers: { ...session, ...own } })).status).toBe(
      405,
    );
  });
});

describe('headers', () => {
  test('forged ones do not reach the web server; true ones do', async () => {
    const forged = {
      authorization: 'Bearer stolen',
      'proxy-authorization': 'Basic eA==',
      forwarded: 'for=1.2.3.4',
      'x-forwarded-for': '1.2.3.4',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-prefix': '/evil',
      'x-real-ip': '1.2.3.4',
      'x-user': 'admin',
      'x-user-role': 'admin',
      'x-remote-user': 'admin',
      'x-auth-request-user': 'admin',
      'x-original-url': '/admin',
      'x-rewrite-url': '/admin',
      'x-middleware-subrequest': 'src/middleware',
      'x-middleware-rewrite': '/',
      'x-nonce': 'abc',
      'x-keneya-path': '//evil.example',
      'x-request-id': 'mine',
      'x-http-method-override': 'DELETE',
    };
    await raw('/patients', { headers: { ...session, ...forged, accept: 'text/html' } });
    const headers = seen[0]?.headers ?? {};
    for (const name of Object.keys(forged))
      expect(
        [undefined, '127.0.0.1', new URL(publicUrl).host, 'http', headers['x-request-id']],
        name,
      ).toContain(headers[name]);
    expect(headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(publicUrl).host,
      'x-forwarded-proto': 'http',
      cookie: session['cookie'],
    });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('hop-by-hop headers named by the client do not strip ours', async () => {
    await raw('/patients', { headers: { ...session, connection: 'close, x-forwarded-host, cookie' } });
    expect(seen[0]?.headers['x-forwarded-host']).toBe(new URL(publicUrl).host);
  });

  test('Expect: 100-continue is handled', async () => {
    const answer = await raw('/api/auth/signin/oidc', {
      method: 'POST',
      headers: {
        origin: publicUrl,
        expect: '100-continue',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'a=b',
    });
    expect(answer.status).toBe(200);
    expect(seen[0]?.body).toBe('a=b');
    expect(seen[0]?.headers.expect).toBeUndefined();
  });

  test('every answer carries the security headers; a page keeps its own policy; nobody learns what runs here', async () => {
    const [page, call, missing] = [
      await raw('/patients'),
      await raw('/trpc/session.me', { headers: own }),
      await raw('/trpc/none', { headers: own }),
    ];
    for (const answer of [page, call, missing]) {
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
      });
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.headers['x-powered-by']).toBeUndefined();
      expect(answer.headers['strict-transport-security']).toBeUndefined(); // not over http
    }
    expect(page.headers['content-security-policy']).toBe("default-src 'self'");
    expect(call.headers['content-security-policy']).toContain("default-src 'none'");
    const { headers } = await raw('/_next/static/chunks/x.js');
    expect(headers['content-security-policy']).toBe("default-src 'self'"); // the fake page's own
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['permissions-policy']).toBeUndefined(); // only documents heed it
  });
});

test('a name that is not ours gets nothing (DNS rebinding)', async () => {
  expect((await raw('/patients', { headers: { host: 'evil.example' } })).status).toBe(421);
  expect(
    (await raw('/patients', { headers: { host: `evil.example:${new URL(publicUrl).port}` } })).status,
  ).toBe(421);
  expect((await raw('/patients', { headers: { host: `127.0.0.1:${new URL(publicUrl).port}` } })).status).toBe(
    200,
  );
  expect(seen).toHaveLength(1);
});

test('health names what is missing, and nothing else', async () => {
  const answer = await raw('/api/health', { headers: { host: '10.0.0.1' } });
  expect(answer.status).toBe(503);
  const body = JSON.parse(answer.body) as {
    status: string;
    missing: string[];
    dependencies: Record<string, { status: string }>;
  };
  expect(body.missing).toEqual(['fhir', 'terminology', 'dicomweb']);
  expect(Object.keys(body.dependencies).sort()).toEqual([
    'database',
    'dicomweb',
    'fhir',
    'oidc',
    'terminology',
    'web',
  ]);
  expect(answer.body).not.toContain('127.0.0.1');
  // what should not stay so is no matter of who asks through the gateway
  expect(body).toHaveProperty('warnings');
  for (const header of ['x-forwarded-for', 'x-real-ip', 'forwarded']) {
    const outside = await raw('/api/health', { headers: { host: '10.0.0.1', [header]: '192.0.2.7' } });
    expect([outside.status, JSON.parse(outside.body)], header).toEqual([503, { status: 'degraded' }]);
  }
});

test('the process says that it is there, whatever is missing behind it', async () => {
  const answer = await raw('/api/alive', { headers: { host: '10.0.0.1' } });
  expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { status: 'alive' }]);
});

test('errors say a code and a number, no stack and no text from inside', async () => {
  const answers = [
    await raw('/trpc/patients.search?input=%7Bnot-json', { headers: { ...session, ...own } }),
    await raw('/trpc/patients.search', {
      method: 'POST',
      headers: { ...session, ...own, 'content-type': 'application/json' },
      body: '{',
    }),
    await raw('/trpc/problems.list?input=%7B%22patientId%22%3A%22p1%22%7D', {
      headers: { ...session, ...own },
    }), // the FHIR server is away
    await raw('/bff/sign-out', {
      method: 'POST',
      headers: { ...own, 'content-type': 'application/json' },
      body: `{"a":"${'x'.repeat(2_000_000)}"}`,
    }),
  ];
  expect(answers.map((a) => a.status)).toEqual([400, 400, 503, 413]);
  for (const { body } of answers) {
    expect(body).not.toMatch(/ at |node_modules|\.ts:|ECONNREFUSED|127\.0\.0\.1/);
    expect(body.length).toBeLessThan(1_000);
  }
});

test('while the web server is away, a page says so and everything else goes on', async () => {
  web.closeAllConnections();
  const port = (web.address() as { port: number }).port;
  await new Promise((resolve) => web.close(resolve));
  const page = await raw('/patients', { headers: { accept: 'text/html' } });
  expect(page.status).toBe(503);
  expect(page.headers['content-type']).toContain('text/html');
  expect(page.headers['retry-after']).toBe('5');
  expect(page.body).toContain('redémarre');
  expect((await raw('/bff/session', { headers: session })).status).toBe(200);
  await new Promise<void>((resolve) => web.listen(port, '127.0.0.1', resolve));
  expect((await raw('/patients')).status).toBe(200);
});

test('policy reports are taken, and kept without addresses', async () => {
  const report = JSON.stringify({
    'csp-report': {
      'document-uri': `${publicUrl}/patients/p1`,
      'effective-directive': 'img-src',
      'blocked-uri': 'https://evil.example/x?patient=1',
    },
  });
  expect(
    (
      await raw('/bff/csp', {
        method: 'POST',
        headers: { 'content-type': 'application/csp-report' },
        body: report,
      })
    ).status,
  ).toBe(204);
  expect(
    (
      await raw('/bff/csp', {
        method: 'POST',
        headers: { 'content-type': 'application/csp-report' },
        body: 'nonsense',
      })
    ).status,
  ).toBe(204);
});

describe('what nobody serves, or only the web does', () => {
  const word = 'EchoedWord';
  test.each([
    [`/%${word}`, 'GET', {}],
    [`/bff/${word}`, 'GET', {}],
    [`/bff/%E0%A4%A${word}`, 'GET', {}],
    [`/bff/documents/${word}`, 'GET', {}],
    [`/bff/documents/${word.repeat(30)}/x/0`, 'GET', {}],
    [`/trpc/${word}.list`, 'GET', {}],
    [`/trpc/session.me,${word}.list?batch=1`, 'GET', {}],
    [`/trpc/session.me?batch=1&input=${word}`, 'GET', {}],
    [`/trpc/${word}`, 'POST', { 'content-type': `text/${word}` }],
    [`/dicom-web/${word}`, 'GET', {}],
    [`/dicom-web/studies/${word}/../${word}`, 'GET', {}],
    [`/ohif/${word}`, 'GET', {}],
    [`/bff/session/${word}`, 'PROPFIND', {}],
  ] as [string, string, Record<string, string>][])(
    '%s is answered without repeating it',
    async (path, method, more) => {
      const { body, headers } = await raw(path, {
        method,
        headers: { ...own, ...session, ...more, 'sec-fetch-site': 'same-origin', origin: publicUrl },
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
      expect(body).not.toContain(word);
      expect(JSON.stringify(headers)).not.toContain(word);
    },
  );
});
