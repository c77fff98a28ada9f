import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { newAccount } from '../directory.ts';
import { expect, instancePath, send, test, Visitor, vitalSet } from './world.ts';
import type { Record_ } from './world.ts';

/** Families 16 to 21: other sites, sessions, headers, and what is remembered of somebody. */
for (const [what, over] of [
  ['a sibling origin', { origin: 'http://evil.localhost:3000', 'sec-fetch-site': 'same-site' }],
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['no header of ours', { 'x-keneya-request': '' }],
  ['an opaque origin', { origin: 'null' }],
] as const) {
  test(`16 cross-site: ${what} changes nothing and reads nothing`, async ({ as, stack, world: { mine } }) => {
    const { headers } = await as('medecin');
    const forged = { ...headers, ...over, 'content-type': 'application/json' };
    expect(
      (
        await send(stack, '/trpc/vitals.record', {
          method: 'POST',
          headers: forged,
          body: JSON.stringify(vitalSet(mine.id)),
        })
      ).status,
    ).toBe(403);
    expect(
      (
        await send(stack, '/trpc/vitals.record?batch=1', {
          method: 'POST',
          headers: { ...forged, 'content-type': 'text/plain' },
          body: JSON.stringify({ 0: vitalSet(mine.id) }),
        })
      ).status,
    ).toBe(403);
    expect((await send(stack, '/bff/sign-out', { method: 'POST', headers: forged })).status).toBe(403);
  });
}
test('16 cross-site: an encoded path is checked like a plain one', async ({ as, stack }) => {
  const { cookie = '' } = (await as('medecin')).headers;
  for (const address of ['/%74rpc/session.me', '/trp%63/session.me'])
    expect(
      (
        await send(stack, address, {
          headers: { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        })
      ).status,
    ).not.toBe(200);
});
test('16 cross-site: a mutation is not made by an address', async ({ as, world: { mine } }) => {
  expect((await (await as('medecin')).query('vitals.record', vitalSet(mine.id))).status).toBe(405);
});
test('17 sessions: none, an invented one, one that signed out, one that was replaced', async ({
  as,
  stack,
  world: { mine },
}) => {
  const doctor = await as('medecin');
  const status = async (cookie: string) =>
    (
      await send(
        stack,
        `/trpc/problems.list?input=${encodeURIComponent(JSON.stringify({ patientId: mine.id }))}`,
        { headers: { ...doctor.headers, cookie } },
      )
    ).status;
  const name = doctor.headers['cookie']?.split('=')[0] ?? '';
  expect(await status('')).toBe(401);
  expect(await status(`${name}=${'A'.repeat(43)}`)).toBe(401);
  const first = await Visitor.signIn(stack, 'medecin'),
    second = await Visitor.signIn(stack, 'medecin', first.cookie);
  expect(await status(first.headers['cookie'] ?? ''), 'a new sign-in ends the session before').toBe(401);
  expect(await status(second.headers['cookie'] ?? '')).toBe(200);
  expect(second.cookie).not.toBe(first.cookie);
  expect(
    (await send(stack, '/bff/sign-out', { method: 'POST', headers: second.headers })).status,
  ).toBeLessThan(400);
  expect(await status(second.headers['cookie'] ?? '')).toBe(401);
});
test('18 logout tokens that are forged end nothing', async ({ stack, world: { mine } }) => {
  const visitor = await Visitor.signIn(stack, 'medecin');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000),
    claims = {
      iss: stack.settings['OIDC_ISSUER'],
      aud: stack.settings['OIDC_CLIENT_ID'],
      sub: 'medecin',
      iat: now,
      exp: now + 120,
      jti: randomUUID(),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signed = (header: object, key: (text: string) => string) => {
    const text = `${part(header)}.${part(claims)}`;
    return `${text}.${key(text)}`;
  };
  const tokens = [
    signed({ alg: 'none', typ: 'logout+jwt' }, () => ''),
    signed({ alg: 'RS256', typ: 'logout+jwt' }, (text) =>
      sign('sha256', Buffer.from(text), privateKey).toString('base64url'),
    ),
    signed({ alg: 'HS256', typ: 'logout+jwt' }, (text) =>
      createHmac('sha256', stack.settings['OIDC_CLIENT_SECRET'] ?? '')
        .update(text)
        .digest('base64url'),
    ),
    'x.y.z',
  ];
  for (const token of tokens)
    expect(
      (
        await send(stack, '/bff/back-channel-logout', {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ logout_token: token }).toString(),
        })
      ).status,
    ).toBe(400);
  expect((await visitor.query('problems.list', { patientId: mine.id })).status).toBe(200);
});
test('20 headers: nobody becomes somebody by a header, a token of their own or a name of ours', async ({
  as,
  stack,
  world: { mine },
}) => {
  const doctor = await as('medecin'),
    address = `/trpc/problems.list?input=${encodeURIComponent(JSON.stringify({ patientId: mine.id }))}`,
    own = { 'x-keneya-request': '1' };
  const claims: Record<string, string>[] = [
    { 'x-user': 'medecin' },
    { 'x-forwarded-user': 'medecin' },
    { 'x-remote-user': 'medecin' },
    { authorization: `Bearer ${doctor.accessToken}` },
    { 'x-original-url': address },
    { 'x-middleware-subrequest': 'proxy' },
    { connection: 'x-keneya-request' },
  ];
  for (const headers of claims) {
    expect(
      (await send(stack, address, { headers: { ...own, ...headers } })).status,
      JSON.stringify(Object.keys(headers)),
    ).toBe(401);
  }
  expect((await send(stack, address, { headers: { ...doctor.headers, host: 'evil.example' } })).status).toBe(
    421,
  );
  const secretary = await as('secretaire');
  expect(
    (
      await send(stack, address, {
        headers: {
          ...secretary.headers,
          'x-user-role': 'doctor',
          'x-role': 'doctor',
          authorization: `Bearer ${doctor.accessToken}`,
        },
      })
    ).status,
  ).toBe(403);
});
test('21 revoked: an account that is deactivated is out on the next request', async ({
  stack,
  fhir,
  world: { mine },
}) => {
  const account = await newAccount(stack, fhir, 'doctor');
  const visitor = await Visitor.signIn(stack, account.username);
  expect((await visitor.query('session.me')).status).toBe(200);
  await account.deactivate();
  expect((await visitor.query('session.me')).status).toBe(401);
  expect((await visitor.query('problems.list', { patientId: mine.id })).status).toBe(401);
  await expect(Visitor.signIn(stack, account.username)).rejects.toThrow();
  await account.remove();
});
test('21 remembered: what one person may see is not remembered for the next', async ({
  as,
  world: { mine },
}) => {
  const frame = `${instancePath(mine.study)}/frames/1`;
  expect((await (await as('medecin')).get(frame)).status).toBe(200);
  for (const [username, statuses] of [
    ['medecin2', [404]],
    ['infirmier2', [404]],
    ['secretaire', [403]],
    ['patient', [404]],
  ] as const)
    expect(statuses, username).toContain((await (await as(username)).get(frame)).status);
});
for (const [what, address] of [
  ['a file', ({ id, document }: Record_) => `/bff/documents/${id}/${document}/0`],
  ['an image', ({ study }: Record_) => `${instancePath(study)}/rendered`],
] as const) {
  test(`16 cross-site: ${what} is not drawn into a page of another site`, async ({ as, world: { mine } }) => {
    const doctor = await as('medecin');
    expect((await doctor.get(address(mine))).status).toBe(200);
    for (const site of ['cross-site', 'same-site'])
      expect((await doctor.get(address(mine), { 'sec-fetch-site': site })).status, site).toBe(403);
  });
}
