import { randomUUID } from 'node:crypto';
import { codeFlow } from '@keneyapp/config/oidc-flow';
import { signInOverHttp } from '@keneyapp/config/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { isLuhn } from './schema.ts';
import { fhir, isSignedIn, one, person, read, sandbox, trail, write } from './testing-administration.ts';
import type { CreatedAccount, NewAccountView } from './view.ts';

/** Eleven digits that nobody of the demonstration has. */
function rpps(base: string): string {
  return [...'0123456789'].map((key) => base + key).find(isLuhn) ?? '';
}
const asked = (over: Record<string, unknown> = {}) => ({
  key: randomUUID(),
  family: 'Vasseur',
  given: 'Lucie',
  username: 'lvasseur',
  role: 'nurse',
  rpps: null,
  serviceId: 'cardio',
  first: { by: 'password' },
  ...over,
});
const create = (over: Record<string, unknown> = {}, who?: Parameters<typeof write>[2]) =>
  write<CreatedAccount>('createAccount', asked(over), who);
const client = () => ({
  issuer: sandbox.issuer,
  clientId: 'keneyapp',
  clientSecret: sandbox.env['OIDC_CLIENT_SECRET'] ?? '',
  redirectUri: `${sandbox.env['PUBLIC_URL']}/api/auth/callback/oidc`,
});
const professionals = async (family: string) => fhir.searchAll('Practitioner', { family }, 20);

test('what an account can be made with is told before', async () => {
  const { data } = await read<NewAccountView>('newAccount');
  expect(data.firstAccess).toEqual(['password']);
  expect(data.services.map(({ id }) => id)).toEqual(expect.arrayContaining(['cardio', 'urgences']));
  expect(data.services.map(({ id }) => id)).not.toContain('insurer');
  expect(data.consoleUrl).toBeNull();
});

describe('a new account', () => {
  let made: CreatedAccount;
  const number = rpps('9990000001');
  beforeAll(async () => {
    const { status, data } = await create({ rpps: number });
    expect(status).toBe(200);
    made = data;
  });

  test('is in the directory with its role, is somebody in the record, and belongs to its service', async () => {
    expect(made).toMatchObject({ isUnitMissing: false });
    expect(await person('lvasseur')).toMatchObject({
      displayName: 'Lucie Vasseur',
      role: 'nurse',
      isActive: true,
      kind: 'staff',
      memberships: [expect.objectContaining({ serviceId: 'cardio' })],
    });
    const [practitioner] = await professionals('Vasseur');
    expect(practitioner?.identifier?.[0]).toMatchObject({
      system: 'https://rpps.esante.gouv.fr',
      value: number,
    });
    const roles = await fhir.searchAll(
      'PractitionerRole',
      { practitioner: `Practitioner/${practitioner?.id}` },
      5,
    );
    expect(roles.map((role) => role.organization?.reference)).toEqual(['Organization/cardio']);
  });

  test('is opened by its first password alone, which has to be changed', async () => {
    expect(made.firstPassword).toMatch(/^(\w{4}-){3}\w{4}$/);
    await expect(codeFlow(client(), 'lvasseur')).rejects.toThrow();
    // the provider asks for another one before it lets anybody in
    await expect(codeFlow(client(), 'lvasseur', made.firstPassword ?? '')).rejects.toThrow(
      'did not end at the application (200)',
    );
  });

  test('stands in the trail by its name, role, professional and service, its password nowhere', async () => {
    const record = await trail('createAccount');
    expect(record).toMatchObject({ outcome: 'success' });
    expect(record?.resources).toEqual(
      expect.arrayContaining([
        'account:lvasseur',
        'role:nurse',
        'Organization/cardio',
        expect.stringMatching(/^Practitioner\//),
        expect.stringMatching(/^PractitionerRole\//),
      ]),
    );
    expect(JSON.stringify(record)).not.toContain(made.firstPassword);
  });

  test('is not made twice: not with its name, not with its number', async () => {
    const before = await professionals('Vasseur');
    const name = await create({ family: 'Autre', rpps: null });
    expect([name.status, name.error.reason]).toEqual([409, 'username-taken']);
    const number2 = await create({ username: 'lvasseur2', rpps: number });
    expect([number2.status, number2.error.reason]).toEqual([409, 'rpps-taken']);
    const other = await create({ username: 'lvasseur2', family: 'Autre', rpps: number });
    expect([other.status, other.error.reason]).toEqual([409, 'rpps-taken']);
    expect(await professionals('Vasseur')).toEqual(before);
    // what was begun for the refused account is set aside
    expect((await professionals('Autre')).map((p) => p.active)).toEqual([false]);
  });
});

test('a form that was refused can be sent again under another name', async () => {
  const key = randomUUID();
  expect((await create({ key, family: 'Second', username: 'medecin' })).status).toBe(409);
  expect((await create({ key, family: 'Seconde', username: 'jseconde' })).status).toBe(200);
  expect((await professionals('Second')).map((p) => [p.name?.[0]?.family, p.active])).toEqual([
    ['Seconde', true],
  ]);
});

test('those who keep accounts and trails are nobody in the record', async () => {
  const { status, data } = await create({
    username: 'officer2',
    family: 'Traces',
    role: 'dpo',
    serviceId: null,
  });
  expect([status, data.person.kind]).toEqual([200, 'none']);
  expect(await professionals('Traces')).toEqual([]);
  expect((await create({ username: 'officer3', role: 'admin' })).status).toBe(400);
});

test.each([
  ['a number with a wrong key', { rpps: '10100000017' }],
  ['a number that is too short', { rpps: '1010000001' }],
  ['a name with a tag', { family: '<b>Vasseur' }],
  ['a name that is none', { given: '   ' }],
  ['a user name with a space', { username: 'l vasseur' }],
  ['a user name in capitals', { username: 'LVasseur' }],
  ['the role of a patient', { role: 'patient' }],
  ['a role that is none', { role: 'system' }],
  ['an address that is none', { first: { by: 'invitation', email: 'lucie' } }],
  ['an invitation where there are none', { first: { by: 'invitation', email: 'lucie@hopital.example' } }],
])('%s is refused, and nothing is made', async (_what, over) => {
  expect((await create({ username: 'refused', family: 'Refus', ...over })).status).toBe(400);
  await expect(person('refused')).rejects.toThrow();
  expect((await professionals('Refus')).filter((p) => p.active !== false)).toEqual([]);
});
test('a service that is not there is said before anything is made', async () => {
  expect((await create({ username: 'nowhere', family: 'Nulle', serviceId: 'unknown' })).status).toBe(404);
  expect(await professionals('Nulle')).toEqual([]);
});

test('nobody else makes accounts', async () => {
  for (const username of ['medecin', 'dpo', 'secretaire']) {
    const who = await signInOverHttp(one, sandbox, username);
    expect((await create({ username: 'forbidden' }, who)).status, username).toBe(403);
    expect(await isSignedIn(who)).toBe(true);
  }
  await expect(person('forbidden')).rejects.toThrow();
});
