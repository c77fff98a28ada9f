import { codeFlow } from '../../packages/config/src/oidc-flow.ts';
import { newPatient } from '../fhir.ts';
import type { StackUnderTest } from '../stack.ts';
import { expect, test } from './world.ts';

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
  const postTokens = (of: {
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
  expect((await postTokens({ ...doctor, access_token: other.access_token })).status).toBe(403);
  expect((await postTokens({ ...doctor, access_token: 'of-nobody' })).status).toBe(403);
  expect((await postTokens(doctor)).status).toBe(201);
});

test('25 internals: one session holds so many event streams and no more', async ({ fhir, staff, stack }) => {
  // of each process
  const processes = Object.keys(stack.pids ?? {}).filter((name) => /^bff(-\d+)?$/.test(name)).length || 1;
  const most = 20 * Number(stack.settings['RATE_LIMIT_FACTOR'] ?? 1) * processes;
  // an account of its own: what others hold open, or end, in the meantime is not counted
  const { visitor, practitioner } = await staff('doctor');
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  await fhir.create({
    resourceType: 'CareTeam',
    status: 'active',
    subject: { reference: patient.reference },
    participant: [{ member: { reference: practitioner } }],
  });
  const input = encodeURIComponent(JSON.stringify({ patientId: patient.id }));
  const gone = new AbortController();
  // what it says that it accepts makes it no other thing
  const open = (accept: string) =>
    fetch(`${stack.publicUrl}/trpc/live.chart?input=${input}`, {
      headers: { ...visitor.headers, accept },
      signal: gone.signal,
    });
  try {
    // held, so that none is closed as garbage
    const held: Response[] = [];
    for (let i = 0; i < most + 5; i += 1) held.push(await open(i % 2 ? 'text/event-stream' : '*/*'));
    const statuses = held.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(most);
    if (processes === 1) expect(statuses.slice(0, most).every((status) => status === 200)).toBe(true);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(5);
    // everything else goes on
    expect((await visitor.query('problems.list', { patientId: patient.id })).status).toBe(200);
  } finally {
    gone.abort();
  }
});
