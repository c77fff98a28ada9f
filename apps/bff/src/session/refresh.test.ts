import { createServer } from 'node:http';
import { temporaryDatabase } from '@keneyapp/config/database-image';
import { startFakeProvider, type FakeProvider } from '@keneyapp/config/fake-provider';
import { postTokens, freePort, startTestBff, type RunningBff } from '@keneyapp/config/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { careTeamOf } from '../testing-access.ts';
import { shareDatabase, type SharedDatabase } from '../testing-shared-database.ts';

/** Two BFF processes over one database that speaks PostgreSQL's protocol, one provider that ends a grant whose refresh token is used twice. */
let provider: FakeProvider;
let files: Awaited<ReturnType<typeof temporaryDatabase>>;
let database: SharedDatabase;
let fhir: { url: string; seen: string[]; close: () => Promise<void> };
let one: RunningBff;
let two: RunningBff;

beforeAll(async () => {
  provider = await startFakeProvider();
  fhir = await fakeFhir();
  files = await temporaryDatabase('bff');
  database = await shareDatabase(files.folder);
  const env = { DATABASE_URL: database.url, DATA_KEY: Buffer.alloc(32, 7).toString('base64') };
  const start = async () =>
    startTestBff(
      {
        env: {
          PUBLIC_URL: `http://localhost:${await freePort()}`,
          BFF_INTERNAL_URL: `http://127.0.0.1:${await freePort()}`,
        },
        issuer: provider.issuer,
        fhirUrl: fhir.url,
        dicomwebUrl: fhir.url,
      },
      { env },
    );
  one = await start();
  two = await start();
}, 120_000);
afterAll(async () => {
  await Promise.allSettled([one.stop(), two.stop()]);
  await database.stop();
  await files.remove();
  await provider.stop();
  await fhir.close();
});
beforeEach(() => {
  provider.mode = 'normal';
  provider.delay = 0;
  provider.refreshes = 0;
  provider.accessSeconds = 300;
  fhir.seen.length = 0;
});

/** Signs in with an access token that is about to end, so that the next use of it needs a refresh. */
async function signIn(expiresIn = 1) {
  const tokens = await provider.tokens(expiresIn);
  const response = await postTokens(one, tokens);
  expect(response.status).toBe(201);
  const { cookie } = (await response.json()) as { cookie: string };
  return { tokens, headers: { cookie: `keneya-session=${cookie}`, 'x-keneya-request': '1' } };
}
/** A procedure that needs the FHIR server, and so the access token. */
const ask = (bff: RunningBff, headers: Record<string, string>) =>
  fetch(`${bff.url}/trpc/problems.list?input=${encodeURIComponent(JSON.stringify({ patientId: 'p1' }))}`, {
    headers,
  });
const look = (bff: RunningBff, headers: Record<string, string>) =>
  fetch(`${bff.url}/bff/session`, { headers });

test('forty calls over two processes refresh once, and all are answered with the new token', async () => {
  const { headers, tokens } = await signIn();
  await Promise.all([look(one, headers), look(two, headers)]); // both are awake: neither may come late to the refresh
  provider.delay = 1_500;
  const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => ask(i % 2 ? one : two, headers)));
  expect(answers.map((a) => a.status)).toEqual(Array.from({ length: 40 }, () => 200));
  expect(provider.refreshes).toBe(1);
  expect(new Set(fhir.seen).size).toBe(1);
  expect(fhir.seen).not.toContain(`Bearer ${tokens.access_token}`);
}, 60_000);

test('refreshed again and again, by either process, the session lives on', async () => {
  provider.accessSeconds = 1;
  const { headers } = await signIn();
  for (let i = 0; i < 6; i++) expect((await ask(i % 2 ? one : two, headers)).status).toBe(200);
  expect(provider.refreshes).toBe(6);
});

test('a provider that says the grant is over ends the session, everywhere', async () => {
  const { headers } = await signIn();
  provider.mode = 'ended';
  expect((await ask(one, headers)).status).toBe(401);
  expect((await look(two, headers)).status).toBe(401);
});

test('a refresh token of somebody else is no grant of this session, and ends it', async () => {
  const [own, theirs] = [await provider.tokens(1), await provider.tokens(1, { sub: 'somebody-else' })];
  const response = await postTokens(one, { ...own, refresh_token: theirs.refresh_token });
  expect(response.status).toBe(201);
  const { cookie } = (await response.json()) as { cookie: string };
  const headers = { cookie: `keneya-session=${cookie}`, 'x-keneya-request': '1' };
  expect((await ask(one, headers)).status).toBe(401);
  expect((await look(two, headers)).status).toBe(401);
  expect(fhir.seen).toEqual([]);
});

test('a provider that hangs is no reason to lose the session: an error within seconds, and on again when it is back', async () => {
  const { headers } = await signIn();
  provider.mode = 'hang';
  const began = Date.now();
  const answer = await ask(one, headers);
  expect(answer.status).toBe(503);
  expect(Date.now() - began).toBeLessThan(9_000);
  expect((await look(one, headers)).status).toBe(200); // who is signed in does not depend on the provider
  provider.mode = 'normal';
  expect((await ask(two, headers)).status).toBe(200);
}, 60_000);

test('a token that still lasts a little is used when the provider fails', async () => {
  const { headers, tokens } = await signIn(20);
  provider.mode = 'error';
  expect((await ask(one, headers)).status).toBe(200);
  expect(fhir.seen).toContain(`Bearer ${tokens.access_token}`);
});

test('a lease left by a process that died is taken over when it runs out', async () => {
  const { headers } = await signIn();
  await database.pglite.query(
    "UPDATE session SET lease_until = (now() AT TIME ZONE 'UTC') + interval '1 second'",
  );
  expect((await ask(one, headers)).status).toBe(200);
  expect(provider.refreshes).toBe(1);
});

test('signed out in one process is signed out in the other, its open event stream included', async () => {
  const { headers } = await signIn(300);
  const stream = await fetch(
    `${two.url}/trpc/live.chart?input=${encodeURIComponent(JSON.stringify({ patientId: 'p1' }))}`,
    { headers: { ...headers, accept: 'text/event-stream' } },
  );
  expect(stream.status).toBe(200);
  const ended = drain(stream);
  expect((await fetch(`${one.url}/bff/sign-out`, { method: 'POST', headers })).status).toBe(200);
  expect((await look(two, headers)).status).toBe(401);
  const began = Date.now();
  await ended;
  expect(Date.now() - began).toBeLessThan(6_500); // at once by the message, at the latest by the sweep
});

test('a logout token of the provider ends the open event stream at once', async () => {
  const { headers } = await signIn(300);
  const stream = await fetch(
    `${one.url}/trpc/live.chart?input=${encodeURIComponent(JSON.stringify({ patientId: 'p1' }))}`,
    { headers: { ...headers, accept: 'text/event-stream' } },
  );
  const ended = drain(stream);
  const began = Date.now();
  const body = new URLSearchParams({ logout_token: await provider.logoutToken() }).toString();
  expect(
    (
      await fetch(`${one.url}/bff/back-channel-logout`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      })
    ).status,
  ).toBe(200);
  await ended;
  expect(Date.now() - began).toBeLessThan(1_500);
});

test('neither cookie nor tokens can be read in the database; a row copied to another session opens nothing', async () => {
  const [a, b] = [await signIn(300), await signIn(300)];
  const { rows } = await database.pglite.query<Record<string, unknown>>('SELECT * FROM session');
  const dump = JSON.stringify(
    rows.map((row) =>
      Object.values(row).map((v) => (v instanceof Uint8Array ? Buffer.from(v).toString('latin1') : v)),
    ),
  );
  for (const secret of [
    a.headers.cookie.split('=')[1] ?? '',
    a.tokens.access_token,
    a.tokens.refresh_token,
    b.tokens.id_token,
  ])
    expect(dump).not.toContain(secret);
  const [first, second] = rows.slice(-2);
  await database.pglite.query('UPDATE session SET tokens = $1 WHERE id = $2', [
    first?.['tokens'],
    second?.['id'],
  ]);
  const statuses = await Promise.all([ask(one, a.headers), ask(one, b.headers)]);
  expect(statuses.map((s) => s.status).sort()).toEqual([200, 500]);
});

test('the trail cannot be told a false address from outside; the web server tells the true one inside', async () => {
  const { headers } = await signIn(300);
  const input = encodeURIComponent(JSON.stringify({ patientId: 'p1' }));
  for (const url of [one.url, one.internalUrl])
    expect(
      (
        await fetch(`${url}/trpc/problems.list?input=${input}`, {
          headers: {
            ...headers,
            'x-forwarded-for': '192.0.2.44',
            ...(url === one.internalUrl ? { 'x-keneya-internal': one.env['INTERNAL_SECRET'] ?? '' } : {}),
          },
        })
      ).status,
    ).toBe(200);
  const { rows } = await database.pglite.query<{ remote_address: string }>(
    "SELECT remote_address FROM audit_event WHERE operation = 'problems.list' ORDER BY recorded_at DESC LIMIT 2",
  );
  expect(rows.map((row) => row.remote_address)).toEqual(['192.0.2.44', '127.0.0.1']);
  const opened = await database.pglite.query<{ remote_address: string }>(
    "SELECT remote_address FROM audit_event WHERE operation = 'session.sign-in' ORDER BY recorded_at DESC LIMIT 1",
  );
  expect(opened.rows[0]?.remote_address).toBe('192.0.2.7'); // as the postTokens of packages/config says
});

async function drain(response: Response): Promise<void> {
  try {
    for await (const _chunk of response.body ?? []) {
      /* until it ends */
    }
  } catch {
    /* cut off: ended too */
  }
}

/** Answers every search with nothing; remembers whose token came. */
async function fakeFhir() {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    if (request.headers.authorization && request.headers.authorization !== 'Bearer system-token')
      seen.push(request.headers.authorization);
    const empty = { resourceType: 'Bundle', type: 'searchset', total: 0, entry: [] };
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      // facts of the decision are asked for in a batch: whoever signs in here is in the care team
      const asked = body
        ? ((JSON.parse(body) as { entry?: { request: { url: string } }[] }).entry ?? [])
        : [];
      const team = { ...empty, entry: [{ resource: careTeamOf('p1', 'Practitioner/some-one') }] };
      const answer = asked.length
        ? {
            resourceType: 'Bundle',
            type: 'batch-response',
            entry: asked.map(({ request: { url } }) => ({
              response: { status: '200' },
              resource: url.startsWith('CareTeam') ? team : empty,
            })),
          }
        : empty;
      response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}/fhir`,
    seen,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
