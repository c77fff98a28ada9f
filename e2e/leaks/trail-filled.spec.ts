import { randomBytes } from 'node:crypto';
import { codeFlow } from '../../packages/config/src/oidc-flow.ts';
import { newAccount } from '../directory.ts';
import { expect, instancePath, makeRecord, send, test, Visitor } from './world.ts';

interface Row {
  at: string;
  seq: string;
  reason: string | null;
  userId: string | null;
  userName: string | null;
}
type Page = { rows: Row[] };

test('24 trail: it is not filled with what somebody sends, refused or not', async ({ as, stack }) => {
  const officer = await as('dpo');
  const junk = randomBytes(200_000).toString('hex');
  for (const [username, path, input, status] of [
    ['medecin', 'audit.search', { junk }, 403],
    ['medecin', 'patients.search', { query: 'durand', junk }, 200],
    ['dpo', 'audit.search', { kind: junk, requestId: 'none' }, 400],
    ['medecin', 'summary.get', { patientId: 'no-such-patient', junk }, 403],
  ] as const) {
    const { headers } = await as(username);
    const answer = await send(stack, `/trpc/${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    expect(answer.status, path).toBe(status);
    const requestId = String(answer.headers['x-request-id']);
    const { rows } = await officer.data<Page>('audit.search', { requestId });
    expect(rows, path).toHaveLength(1);
    const { text } = await officer.query('audit.get', { seq: rows[0]?.seq });
    expect(text, path).not.toContain(junk.slice(0, 64));
    expect(text.length, path).toBeLessThan(20_000);
  }
});

test('24 trail: a password that the identity provider refused is in it, with the account and not with what was typed', async ({
  as,
  fhir,
  stack,
}) => {
  test.slow(); // Keycloak is asked every half minute
  const { settings, publicUrl } = stack;
  const account = await newAccount(stack, fhir, 'doctor');
  const began = new Date().toISOString();
  try {
    const typed = `typed-${randomBytes(6).toString('hex')}`;
    const client = {
      issuer: settings['OIDC_ISSUER'] ?? '',
      clientId: settings['OIDC_CLIENT_ID'] ?? '',
      clientSecret: settings['OIDC_CLIENT_SECRET'] ?? '',
      redirectUri: `${publicUrl}/api/auth/callback/oidc`,
    };
    await codeFlow(client, account.username, typed).catch(() => undefined);
    await expect
      .poll(
        async () => {
          const { rows } = await (await as('dpo')).data<Page>('audit.search', { kind: 'sign-in-failed' });
          return rows.filter(
            (row) =>
              row.reason === 'password' &&
              row.at >= began &&
              row.userName?.includes(account.username.slice(0, 8)),
          ).length;
        },
        { timeout: 60_000, intervals: [500] },
      )
      // the provider shows its form again, and what was typed is sent again
      .toBeGreaterThan(0);
    const { text } = await (await as('dpo')).query('audit.search', { kind: 'sign-in-failed' });
    expect(text).not.toContain(typed);
  } finally {
    await account.remove();
  }
});

test('24 trail: the failures of one address keep no other address out of it', async ({ as, stack }) => {
  const fail = (remoteAddress: string) =>
    fetch(`${stack.settings['BFF_INTERNAL_URL']}/session/failed`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-keneya-internal': stack.settings['INTERNAL_SECRET'] ?? '',
      },
      body: JSON.stringify({ reason: 'callback', remoteAddress }),
    });
  const network = `2001:db8:${randomBytes(2).toString('hex')}`;
  for (let i = 0; i < 140; i += 1) await fail(`${network}::${i + 1}`);
  // each address of a network of its own: the limit for all of them together is not somebody's to use up
  for (let i = 0; i < 140; i += 1) await fail(`2001:db8:${(0x1000 + i).toString(16)}::1`);
  const unseen = `198.51.100.${1 + ((randomBytes(1)[0] ?? 0) % 250)}`;
  expect((await fail(unseen)).status).toBe(204);
  const officer = await as('dpo');
  const { rows } = await officer.data<Page>('audit.search', { kind: 'sign-in-failed', limit: 5 });
  const details = await Promise.all(rows.map(({ seq }) => officer.query('audit.get', { seq })));
  expect(details.map(({ text }) => text).join(' ')).toContain(unseen);
});

test('24 trail: images under a second emergency access are filed under that one', async ({
  as,
  fhir,
  stack,
}) => {
  const account = await newAccount(stack, fhir, 'doctor'),
    stranger = await makeRecord(stack, fhir, []);
  try {
    const visitor = await Visitor.signIn(stack, account.username);
    const reason = 'Patient inconscient aux urgences, antécédents inconnus';
    for (let i = 0; i < 2; i += 1) {
      await visitor.done('emergency.request', { patientId: stranger.id, kind: 'vital', reason });
      expect((await visitor.get(`${instancePath(stranger.study)}/frames/1`)).status).toBe(200);
      await visitor.done('emergency.end', { patientId: stranger.id });
    }
    const officer = await as('dpo');
    const { rows } = await officer.data<Page>('audit.search', { patientId: stranger.id, feature: 'imaging' });
    const grants = await Promise.all(
      rows.map(
        async ({ seq }) => (await officer.data<{ grantId: string | null }>('audit.get', { seq })).grantId,
      ),
    );
    expect([grants.length, new Set(grants).size, grants.includes(null)]).toEqual([2, 2, false]);
  } finally {
    await account.remove();
  }
});
