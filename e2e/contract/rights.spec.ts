import { expect, test } from '@playwright/test';
import { codeFlow, tokenRequest } from '../../packages/config/src/oidc-flow.ts';
import { FhirAsSystem, newPatient } from '../fhir.ts';
import { stackOf, type StackUnderTest } from '../stack.ts';

/** What tokens of persons and of the application's own clients may do at the servers themselves, the application left aside. */
const stack = stackOf(),
  fhir = new FhirAsSystem(stack);
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

test('a person’s token writes nothing of the installation, in whatever it is wrapped', async () => {
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

test('what the application works with in the background changes no record', async () => {
  const token = await serviceToken(stack, 'BACKGROUND');
  const { id, family } = await newPatient(fhir, {}, { isEntrusted: false });
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

test('images are looked at and stored, and nothing else is done to them', async () => {
  const base = stack.settings['DICOMWEB_URL'] ?? '',
    study = `2.25.${Date.now()}`;
  const { access_token: person } = await tokensOf(stack, 'medecin');
  const background = await serviceToken(stack, 'BACKGROUND');
  const ask = async (token: string, method: string, path: string) =>
    (await fetch(`${base}${path}`, { method, headers: { authorization: `Bearer ${token}` } })).status;
  for (const token of [person, await fhir.token()])
    for (const [method, path] of [
      ['DELETE', `/studies/${study}`],
      ['PUT', `/studies/${study}`],
      ['POST', `/studies/${study}/series/${study}.1/instances`],
      ['GET', '/servers'],
      ['POST', '/servers/other/stow'],
    ] as const)
      expect(await ask(token, method, path), `${method} ${path}`).toBeGreaterThanOrEqual(400);
  expect([401, 403]).toContain(await ask(background, 'POST', '/studies'));
  for (const token of [person, background])
    expect([200, 204]).toContain(await ask(token, 'GET', '/studies?limit=1'));
});

test('the policy server hears nobody who does not know its token', async () => {
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
