import { codeFlow, tokenRequest } from '../../packages/config/src/oidc-flow.ts';
import { newPatient } from '../fhir.ts';
import type { StackUnderTest } from '../stack.ts';
import { expect, test, Visitor } from './world.ts';

/** What lies behind the front door: the internal listener, the tokens of a sign-in, and what one session may hold open. */
const tokensOf = ({ settings, publicUrl }: StackUnderTest, username: string) =>
  codeFlow(
    {
      issuer: settings['OIDC_ISSUER'] ?? '',
      clientId: settings['OIDC_CLIENT_ID'] ?? '',
      clientSecret: settings['OIDC_CLIENT_SECRET'] ?? '',
      redirectUri: `${publicUrl}/api/auth/callback/oidc`,
    },
    username,
  );
const inside = (
  { settings }: StackUnderTest,
  path: string,
  body: unknown,
  secret: string | null = settings['INTERNAL_SECRET'] ?? '',
) =>
  fetch(`${settings['BFF_INTERNAL_URL']}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(secret === null ? {} : { 'x-keneya-internal': secret }),
    },
    body: JSON.stringify(body),
  });

test('25 internals: the internal listener hears nobody who does not know its secret', async ({
  as,
  stack,
}) => {
  const doctor = await as('medecin');
  for (const secret of [null, '', 'guess', `${stack.settings['INTERNAL_SECRET']}x`]) {
    for (const path of ['/audit/verify', '/session/failed', '/session', '/nowhere'])
      expect(
        (await inside(stack, path, { reason: 'callback', remoteAddress: '192.0.2.1' }, secret)).status,
        path,
      ).toBe(401);
    const answer = await fetch(`${stack.settings['BFF_INTERNAL_URL']}/trpc/session.me`, {
      headers: { ...doctor.headers, ...(secret === null ? {} : { 'x-keneya-internal': secret }) },
    });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('unknown caller');
  }
});

test('25 internals: one person’s ID token opens nothing with another’s tokens', async ({ stack }) => {
  const [doctor, other] = [await tokensOf(stack, 'medecin'), await tokensOf(stack, 'medecin2')];
  const again = await tokensOf(stack, 'medecin');
  const deposit = (of: {
    id_token: string;
    access_token: string;
    refresh_token: string;
    expires_in: number;
  }) =>
    inside(stack, '/session', {
      idToken: of.id_token,
      accessToken: of.access_token,
      refreshToken: of.refresh_token,
      expiresAt: Math.floor(Date.now() / 1000) + of.expires_in,
      refreshExpiresAt: null,
      previousCookie: null,
      remoteAddress: '192.0.2.9',
    });
  expect((await deposit({ ...doctor, access_token: other.access_token })).status).toBe(403);
  expect((await deposit({ ...doctor, access_token: again.access_token })).status).toBe(403);
  expect((await deposit({ ...doctor, access_token: 'of-nobody' })).status).toBe(403);
  expect((await deposit(doctor)).status).toBe(201);
});

test('25 internals: one session holds so many event streams and no more', async ({ fhir, stack }) => {
  const most = 20 * Number(stack.settings['RATE_LIMIT_FACTOR'] ?? 1);
  const visitor = await Visitor.signIn(stack, 'medecin');
  const patient = await newPatient(fhir, {});
  const input = encodeURIComponent(JSON.stringify({ patientId: patient.id }));
  const gone = new AbortController();
  // what it says that it accepts makes it no other thing
  const open = (accept: string) =>
    fetch(`${stack.publicUrl}/trpc/live.chart?input=${input}`, {
      headers: { ...visitor.headers, accept },
      signal: gone.signal,
    });
  try {
    const statuses: number[] = [];
    for (let i = 0; i < most + 5; i += 1)
      statuses.push((await open(i % 2 ? 'text/event-stream' : '*/*')).status);
    expect(statuses.slice(0, most).every((status) => status === 200)).toBe(true);
    expect(statuses.slice(most)).toEqual([429, 429, 429, 429, 429]);
    // everything else goes on
    expect((await visitor.query('problems.list', { patientId: patient.id })).status).toBe(200);
  } finally {
    gone.abort();
  }
});

/** A token of one of the application's own clients. */
async function serviceToken(
  { settings }: StackUnderTest,
  client: 'BACKGROUND' | 'DIRECTORY',
): Promise<string> {
  const answer = await tokenRequest(
    {
      issuer: settings['OIDC_ISSUER'] ?? '',
      clientId: client === 'BACKGROUND' ? 'keneyapp-background' : 'keneyapp-directory',
      clientSecret: settings[`OIDC_${client}_CLIENT_SECRET`] ?? '',
      redirectUri: '',
    },
    { grant_type: 'client_credentials' },
  );
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { access_token: string }).access_token;
}
const askFhir = (
  { settings }: StackUnderTest,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> =>
  fetch(`${settings['FHIR_URL']}/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const bundle = (type: string, ...entry: unknown[]) => ({ resourceType: 'Bundle', type, entry });

test('25 engines: a person’s token writes nothing of the installation, in whatever it is wrapped', async ({
  fhir,
  stack,
}) => {
  const { access_token: token } = await tokensOf(stack, 'medecin');
  const id = `leak-${Date.now()}`;
  const subscription = {
    resourceType: 'Subscription',
    id,
    status: 'off',
    reason: 'x',
    criteria: 'Patient?',
    channel: { type: 'rest-hook', endpoint: `${stack.settings['BFF_INTERNAL_URL']}/live/fhir/Patient` },
  };
  const write = { request: { method: 'PUT', url: `Subscription/${id}` }, resource: subscription };
  const harmless = { request: { method: 'GET', url: 'Patient?_count=1' } };
  expect((await askFhir(stack, token, 'PUT', `Subscription/${id}`, subscription)).status).toBe(403);
  for (const wrapped of [
    bundle('transaction', write),
    bundle('batch', write),
    bundle('batch', harmless, write),
    bundle('batch', { ...write, request: { method: 'PUT', url: `/Subscription/${id}` } }),
    bundle('batch', { request: { method: 'POST', url: 'Bundle' }, resource: bundle('batch', write) }),
    bundle('batch', { ...write, request: { method: 'PUT', url: `Basic/${id}` } }),
  ]) {
    expect((await askFhir(stack, token, 'POST', '', wrapped)).status).toBe(403);
    expect((await fhir.request('GET', `Subscription/${id}`)).status).toBe(404);
  }
  // what the application itself sends for a person
  expect((await askFhir(stack, token, 'POST', '', bundle('batch', harmless))).status).toBe(200);
});

test('25 engines: what the application works with in the background changes no record', async ({
  fhir,
  stack,
}) => {
  const token = await serviceToken(stack, 'BACKGROUND');
  const { id, family } = await newPatient(fhir, {});
  const patient = await fhir.read(`Patient/${id}`);
  expect((await askFhir(stack, token, 'GET', `Patient/${id}`)).status).toBe(200);
  const changed = { ...patient, name: [{ family: 'Changed' }] };
  const write = { request: { method: 'PUT', url: `Patient/${id}` }, resource: changed };
  for (const attempt of [
    await askFhir(stack, token, 'PUT', `Patient/${id}`, changed),
    await askFhir(stack, token, 'DELETE', `Patient/${id}`),
    await askFhir(stack, token, 'POST', '', bundle('transaction', write)),
    await askFhir(
      stack,
      token,
      'POST',
      '',
      bundle('batch', { request: { method: 'DELETE', url: `Patient/${id}` } }),
    ),
  ])
    expect(attempt.status).toBe(403);
  expect(JSON.stringify(await fhir.read(`Patient/${id}`))).toContain(family);
  const accounts = await serviceToken(stack, 'DIRECTORY');
  // Keycloak gives it no audience of ours either
  expect([401, 403]).toContain((await askFhir(stack, accounts, 'GET', `Patient/${id}`)).status);
});

test('25 engines: images are looked at and stored, and nothing else is done to them', async ({
  fhir,
  stack,
  world: { mine },
}) => {
  const base = stack.settings['DICOMWEB_URL'] ?? '';
  const { access_token: person } = await tokensOf(stack, 'medecin');
  const background = await serviceToken(stack, 'BACKGROUND');
  const ask = async (token: string, method: string, path: string) =>
    (await fetch(`${base}${path}`, { method, headers: { authorization: `Bearer ${token}` } })).status;
  for (const token of [person, await fhir.token()])
    for (const [method, path] of [
      ['DELETE', `/studies/${mine.study}`],
      ['PUT', `/studies/${mine.study}`],
      ['POST', `/studies/${mine.study}/series/${mine.study}.1/instances`],
      ['GET', '/servers'],
      ['POST', '/servers/other/stow'],
    ] as const)
      expect(await ask(token, method, path), `${method} ${path}`).toBeGreaterThanOrEqual(400);
  expect([401, 403]).toContain(await ask(background, 'POST', '/studies'));
  expect(await ask(person, 'GET', `/studies/${mine.study}/metadata`)).toBe(200);
});

test('25 engines: the policy server hears nobody who does not know its token', async ({ stack }) => {
  const { OPA_URL: url, OPA_TOKEN: token = '' } = stack.settings;
  test.skip(!url, 'the policy is evaluated by the application itself');
  const ask = async (method: string, path: string, given: string | null) =>
    (
      await fetch(`${url}${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(given ? { authorization: `Bearer ${given}` } : {}),
        },
        ...(method === 'GET' ? {} : { body: '{}' }),
      })
    ).status;
  for (const given of [null, 'guess', token])
    for (const [method, path] of [
      ['GET', '/v1/policies'],
      ['PUT', '/v1/policies/mine'],
      ['GET', '/v1/data'],
      ['PATCH', '/v1/data/keneyapp'],
      ['POST', '/v1/query'],
    ] as const)
      expect(await ask(method, path, given), `${method} ${path}`).toBe(401);
  expect(await ask('POST', '/v1/data/keneyapp/access/decisions', null)).toBe(401);
  expect(await ask('POST', '/v1/data/keneyapp/access/decisions', token)).toBe(200);
});
