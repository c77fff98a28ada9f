// One long file: one server and the same people, who are found, changed, made and deleted in turn.
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { HttpBrowser } from '@keneyapp/config/http-browser';
import { codeFlow, tokenRequest, type OidcClient } from '@keneyapp/config/oidc-flow';
import {
  freePort,
  sandboxSystemToken,
  startTestSandbox,
  type RunningSandbox,
} from '@keneyapp/config/testing';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface User {
  id: string;
  userName: string;
  displayName: string;
  active: boolean;
  roles: { value: string }[];
  meta: { version: string; location: string };
}
interface List<T> {
  totalResults: number;
  startIndex: number;
  itemsPerPage: number;
  Resources: T[];
}

let sandbox: RunningSandbox, dataDir: string, client: OidcClient, port: number, publicUrl: string;
/** Where the application would be: receives back-channel logout. */
const logoutTokens: string[] = [];
const application = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on('end', () => {
    logoutTokens.push(new URLSearchParams(body).get('logout_token') ?? '');
    response.end();
  });
});
const start = async () => {
  sandbox = await startTestSandbox({
    dataDir,
    env: { PUBLIC_URL: publicUrl, SANDBOX_PORT: String(port), LOG_LEVEL: 'silent' },
  });
  client = {
    issuer: sandbox.issuer,
    clientId: 'keneyapp',
    clientSecret: sandbox.env['OIDC_CLIENT_SECRET'] ?? '',
    redirectUri: `${publicUrl}/api/auth/callback/oidc`,
  };
};

beforeAll(async () => {
  const front = await freePort();
  await new Promise<void>((resolve) => application.listen(front, resolve));
  publicUrl = `http://localhost:${front}`;
  [port, dataDir] = [await freePort(), await mkdtemp('/tmp/keneyapp-scim-')];
  await start();
}, 120_000);
afterAll(async () => {
  await sandbox.stop();
  await rm(dataDir, { recursive: true, force: true });
  application.closeAllConnections();
  application.close();
});

async function ask(
  method: string,
  path: string,
  {
    body,
    token,
    headers = {},
  }: { body?: unknown; token?: string | null; headers?: Record<string, string> } = {},
): Promise<Response> {
  const bearer = token === undefined ? await sandboxSystemToken(sandbox) : token;
  return fetch(`${sandbox.baseUrl}/scim/v2${path}`, {
    method,
    headers: {
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}
const get = async <T>(path: string): Promise<T> => (await ask('GET', path)).json() as Promise<T>;
const patch = (id: string, ...operations: object[]) =>
  ask('PATCH', `/Users/${id}`, {
    body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations },
  });
const names = async (filter: string) =>
  (await get<List<User>>(`/Users?filter=${encodeURIComponent(filter)}`)).Resources.map((u) => u.userName);

describe('who may ask', () => {
  test('nobody without a token, with another token, or as a person', async () => {
    for (const [token, status] of [
      [null, 401],
      ['nonsense', 401],
      [(await codeFlow(client, 'admin')).access_token, 403],
    ] as const) {
      const response = await ask('GET', '/Users', { token });
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
      expect(await response.json()).toMatchObject({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: String(status),
      });
    }
  });
});

describe('discovery', () => {
  test('says what is there and what can be changed', async () => {
    expect(await get('/ServiceProviderConfig')).toMatchObject({
      patch: { supported: true },
      filter: { supported: true, maxResults: 200 },
      etag: { supported: true },
      bulk: { supported: false },
    });
    expect(
      (await get<List<{ id: string; endpoint: string }>>('/ResourceTypes')).Resources.map((r) => [
        r.id,
        r.endpoint,
      ]),
    ).toEqual([['User', '/Users']]);
    const schemas =
      await get<List<{ id: string; attributes: { name: string; mutability: string }[] }>>('/Schemas');
    expect(
      schemas.Resources[0]?.attributes.filter((a) => a.mutability === 'readWrite').map((a) => a.name),
    ).toEqual(['active', 'roles']);
    const [first] = schemas.Resources;
    expect(await get(`/Schemas/${first?.id}`)).toEqual(first);
    for (const [method, path, status] of [
      ['GET', '/Groups', 501],
      ['PUT', '/Users/medecin', 501],
      ['DELETE', '/Users/medecin', 403],
      ['GET', '/Nothing', 404],
      ['GET', '/Users/nobody', 404],
    ] as const)
      expect(
        (await ask(method, path, method === 'PUT' ? { body: {} } : {})).status,
        `${method} ${path}`,
      ).toBe(status);
  });
});

describe('finding people', () => {
  test('a user is what the tokens say', async () => {
    expect(await get('/Users/medecin')).toMatchObject({
      id: 'medecin',
      userName: 'medecin',
      displayName: 'Dr Claire Moreau',
      name: { familyName: 'Moreau', givenName: 'Claire' },
      active: true,
      roles: [{ value: 'doctor', primary: true }],
      'urn:keneyapp:params:scim:schemas:extension:clinical:1.0:User': {
        fhirUser: 'Practitioner/pract-medecin',
      },
      meta: { resourceType: 'User', version: 'W/"0"', location: `${sandbox.baseUrl}/scim/v2/Users/medecin` },
    });
  });
  test.each([
    ['userName eq "medecin"', ['medecin']],
    ['userName co "DECI"', ['medecin', 'medecin2']],
    ['displayName co "helene"', ['dpo']],
    ['name.familyName sw "More" or userName eq "admin"', ['medecin', 'admin']],
    [
      '(userName co "medecin" or userName co "infirmier") and not (userName eq "medecin")',
      ['medecin2', 'infirmier', 'infirmier2'],
    ],
    ['roles.value eq "patient" and active eq true', ['patient', 'patient2']],
    ['active eq false', []],
    ['userName pr and userName ew "o"', ['dpo']],
  ])('%s', async (filter, found) => {
    expect(await names(filter)).toEqual(found);
  });
  test.each([
    'userName',
    'userName eq',
    'userName gt "a"',
    'password eq "demo"',
    'userName eq medecin',
    'userName eq "a" or',
    '(userName eq "a"',
    'userName eq "a" userName',
    ') or',
    'not userName eq "a"',
  ])('a filter that is none is refused: %s', async (filter) => {
    const response = await ask('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    expect([response.status, ((await response.json()) as { scimType: string }).scimType]).toEqual([
      400,
      'invalidFilter',
    ]);
  });
  test('pages count from one', async () => {
    const all = await get<List<User>>('/Users');
    expect(all.totalResults).toBe(all.Resources.length);
    const page = await get<List<User>>('/Users?startIndex=3&count=2');
    expect(page).toMatchObject({ totalResults: all.totalResults, startIndex: 3, itemsPerPage: 2 });
    expect(page.Resources.map((u) => u.id)).toEqual(all.Resources.slice(2, 4).map((u) => u.id));
    expect((await get<List<User>>('/Users?count=0')).Resources).toEqual([]);
    expect((await get<List<User>>('/Users?startIndex=-4&count=1')).startIndex).toBe(1);
    expect((await ask('GET', '/Users?count=many')).status).toBe(400);
  });
});

describe('changing people', () => {
  test.each<[string, unknown, string]>([
    [
      'no list of operations',
      { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] },
      'invalidSyntax',
    ],
    [
      'another message',
      { schemas: ['x'], Operations: [{ op: 'replace', path: 'active', value: false }] },
      'invalidSyntax',
    ],
    ['broken JSON', '{', 'invalidSyntax'],
  ])('%s is refused', async (_name, body, scimType) => {
    const response = await ask('PATCH', '/Users/dpo', { body });
    expect([response.status, ((await response.json()) as { scimType: string }).scimType]).toEqual([
      400,
      scimType,
    ]);
  });
  test.each<[object, string]>([
    [{ op: 'replace', path: 'userName', value: 'root' }, 'mutability'],
    [{ op: 'replace', path: 'active', value: 'false' }, 'invalidValue'],
    [{ op: 'remove', path: 'active' }, 'invalidValue'],
    [{ op: 'replace', path: 'roles', value: [{ value: 'root' }] }, 'invalidValue'],
    [{ op: 'replace', path: 'roles', value: [] }, 'invalidValue'],
    [{ op: 'remove', path: 'roles[value eq "nurse"]' }, 'noTarget'],
    [{ op: 'remove', path: 'roles[value sw "d"]' }, 'invalidPath'],
    [{ op: 'replace', value: true }, 'invalidValue'],
    [{ op: 'add', path: 'roles', value: 'nurse' }, 'invalidValue'],
  ])('%j is refused and changes nothing', async (operation, scimType) => {
    const response = await patch('dpo', operation);
    expect([response.status, ((await response.json()) as { scimType: string }).scimType]).toEqual([
      400,
      scimType,
    ]);
    expect((await get<User>('/Users/dpo')).meta.version).toBe('W/"0"');
  });
  test('roles are replaced, added and removed; a version guards them', async () => {
    const changed = await patch(
      'secretaire',
      { op: 'Replace', value: { roles: [{ value: 'nurse' }] } },
      { op: 'add', path: 'roles', value: [{ value: 'doctor' }] },
      { op: 'remove', path: 'roles[value eq "nurse"]' },
    );
    expect(changed.headers.get('etag')).toBe('W/"1"');
    expect(await changed.json()).toMatchObject({
      roles: [{ value: 'doctor', primary: true }],
      meta: { version: 'W/"1"' },
    });
    const stale = await ask('PATCH', '/Users/secretaire', {
      headers: { 'if-match': 'W/"0"' },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: 'active', value: false }],
      },
    });
    expect(stale.status).toBe(412);
    expect(decodeJwt((await codeFlow(client, 'secretaire')).id_token)).toMatchObject({ roles: ['doctor'] });
    expect(
      await (
        await patch('secretaire', { op: 'replace', path: 'roles', value: [{ value: 'doctor' }] })
      ).json(),
    ).toMatchObject({ meta: { version: 'W/"1"' } }); // nothing to change
    await patch('secretaire', { op: 'replace', path: 'roles', value: [{ value: 'secretary' }] });
  });
  test('a deactivated account loses its sign-in, its refresh token and its applications, and cannot sign in; others keep theirs', async () => {
    const browser = new HttpBrowser();
    const [tokens, others] = [
      await codeFlow(client, 'pharmacien', 'demo', browser),
      await codeFlow(client, 'radiologue'),
    ];
    const refresh = (token: string) =>
      tokenRequest(client, { grant_type: 'refresh_token', refresh_token: token });
    logoutTokens.length = 0;
    expect((await patch('pharmacien', { op: 'replace', path: 'active', value: false })).status).toBe(200);
    expect(logoutTokens.map((token) => decodeJwt(token))).toEqual([
      expect.objectContaining({
        sub: 'pharmacien',
        sid: decodeJwt(tokens.id_token)['sid'],
        iss: sandbox.issuer,
      }),
    ]);
    expect((await refresh(tokens.refresh_token)).status).toBe(400);
    expect((await refresh(others.refresh_token)).status).toBe(200);
    await expect(codeFlow(client, 'pharmacien', 'demo', browser)).rejects.toThrow(
      'did not end at the application (403)',
    );
    await expect(codeFlow(client, 'pharmacien', 'wrong')).rejects.toThrow('(401)'); // says nothing of the account to who does not know the password
    await patch('pharmacien', { op: 'replace', path: 'active', value: true });
    await expect(codeFlow(client, 'pharmacien')).resolves.toBeTruthy();
  });
  test('accounts are made, sign in, and are deleted with what they had', async () => {
    const made = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'remplacant',
      name: { familyName: 'Noir', givenName: 'Jean', honorificPrefix: 'Dr' },
      roles: [{ value: 'doctor' }],
      'urn:keneyapp:params:scim:schemas:extension:clinical:1.0:User': {
        fhirUser: 'Practitioner/pract-remplacant',
      },
    };
    const response = await ask('POST', '/Users', { body: made });
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe(`${sandbox.baseUrl}/scim/v2/Users/remplacant`);
    expect(await response.json()).toMatchObject({
      id: 'remplacant',
      displayName: 'Dr Jean Noir',
      active: true,
    });
    expect((await ask('POST', '/Users', { body: made })).status).toBe(409);
    for (const wrong of [
      { userName: 'A b' },
      { roles: [] },
      { roles: [{ value: 'root' }] },
      { name: {} },
      { schemas: [] },
    ])
      expect(
        (await ask('POST', '/Users', { body: { ...made, userName: 'other', ...wrong } })).status,
        JSON.stringify(wrong),
      ).toBe(400);
    const tokens = await codeFlow(client, 'remplacant');
    expect(decodeJwt(tokens.id_token)).toMatchObject({
      name: 'Dr Jean Noir',
      roles: ['doctor'],
      fhirUser: 'Practitioner/pract-remplacant',
    });
    expect((await ask('DELETE', '/Users/remplacant')).status).toBe(204);
    expect(
      (await tokenRequest(client, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token }))
        .status,
    ).toBe(400);
    await expect(codeFlow(client, 'remplacant')).rejects.toThrow('(401)');
    expect((await ask('GET', '/Users/remplacant')).status).toBe(404);
  });
});
