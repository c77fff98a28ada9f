import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { startFakeKeycloak, type FakeKeycloak } from '@keneyapp/config/fake-keycloak';
import { systemToken } from '@keneyapp/config/oidc-flow';
import { sandboxSystemToken, startTestSandbox, type RunningSandbox } from '@keneyapp/config/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUserDirectory } from './create.ts';
import type { DirectoryPerson, NewPerson, UserDirectory } from './directory.ts';
import { keycloakDirectory } from './keycloak.ts';
import { scimDirectory } from './scim.ts';

let sandbox: RunningSandbox, fake: FakeKeycloak;
const directories: Record<string, UserDirectory> = {};

/** A real Keycloak: address of its realm's administration, its issuer, the background client's secret. Its realm holds the people of infra/demo/accounts.json. */
const {
  TEST_KEYCLOAK_ADMIN: realm,
  TEST_KEYCLOAK_ISSUER: issuer = '',
  TEST_KEYCLOAK_SECRET: secret = '',
} = process.env;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const user = (
    username: string,
    firstName: string,
    lastName: string,
    direct: string[],
    attributes: Record<string, string[]> = {},
    ofGroups: string[] = [],
  ) => ({ id: `id-${username}`, username, firstName, lastName, enabled: true, attributes, direct, ofGroups });
  fake = await startFakeKeycloak([
    user('dpo', 'Hélène', 'Roussel', ['dpo']),
    user('infirmier', 'Julien', 'Lefèvre', ['nurse'], { fhirUser: ['Practitioner/pract-infirmier'] }),
    user('medecin', 'Claire', 'Moreau', ['doctor'], {
      fhirUser: ['Practitioner/pract-medecin'],
      displayName: ['Dr Claire Moreau'],
    }),
    user('admin', 'Marc', 'Petit', ['admin']),
    user('team', 'Jean', 'Groupe', [], {}, ['doctor']),
  ]);
  directories['SCIM'] = scimDirectory(`${sandbox.baseUrl}/scim/v2`, () => sandboxSystemToken(sandbox));
  directories['Keycloak, recorded'] = keycloakDirectory(fake.adminUrl, async () => fake.token);
  if (realm)
    directories['Keycloak'] = keycloakDirectory(realm, () => systemToken(issuer, 'keneyapp-system', secret));
}, 120_000);
afterAll(async () => {
  await fake?.stop();
  await sandbox?.stop();
});

describe.each(['SCIM', 'Keycloak, recorded', ...(realm ? ['Keycloak'] : [])])('%s', (name) => {
  const directory = () => directories[name] as UserDirectory;
  const called = async (username: string): Promise<DirectoryPerson> => {
    const found = (await directory().find({ text: username, start: 0, count: 10 })).people.find(
      (p) => p.username === username,
    );
    if (!found) throw new Error(`no ${username}`);
    return found;
  };

  // a real realm keeps them from run to run
  const newcomer = `lv${randomUUID().slice(0, 8)}`;
  const lucie = (over: Partial<NewPerson> = {}): NewPerson => ({
    username: newcomer,
    family: 'Vasseur',
    given: 'Lucie',
    role: 'nurse',
    fhirUser: 'Practitioner/pract-lucie',
    rpps: '10100000016',
    first: { by: 'password', password: 'trois-pommes-vertes' },
    ...over,
  });

  it('makes an account with its role as a whole, or none', async () => {
    expect(directory().firstAccess).toContain('password');
    await expect(directory().create(lucie({ first: { by: 'password', password: 'court' } }))).rejects.toThrow(
      'invalid',
    );
    expect((await directory().find({ text: newcomer, start: 0, count: 5 })).people).toEqual([]);
    const made = await directory().create(lucie());
    expect(made).toMatchObject({
      username: newcomer,
      displayName: 'Lucie Vasseur',
      role: 'nurse',
      active: true,
      fhirUser: 'Practitioner/pract-lucie',
    });
    expect(await called(newcomer)).toEqual(made);
    await expect(directory().create(lucie({ role: 'doctor' }))).rejects.toThrow('taken');
    expect(await called(newcomer)).toEqual(made);
  });

  it('finds people by user name and name, in pages', async () => {
    expect(await called('medecin')).toMatchObject({
      username: 'medecin',
      displayName: 'Dr Claire Moreau',
      role: 'doctor',
      active: true,
      fhirUser: 'Practitioner/pract-medecin',
    });
    expect(await called('dpo')).toMatchObject({ fhirUser: null });
    expect(
      (await directory().find({ text: 'MOREA', start: 0, count: 10 })).people.map((p) => p.username),
    ).toEqual(['medecin']);
    const all = await directory().find({ text: '', start: 0, count: 100 });
    expect(all.people.length).toBe(all.total);
    const page = await directory().find({ text: '', start: 1, count: 2 });
    expect([page.total, ...page.people.map((p) => p.id)]).toEqual([
      all.total,
      ...all.people.slice(1, 3).map((p) => p.id),
    ]);
    for (const text of ['"', '\\', '*&first=9', 'a" or userName pr or userName eq "'])
      expect((await directory().find({ text, start: 0, count: 5 })).people, text).toEqual([]);
  });
  it('tells whether somebody signs in as a professional, whatever they are called', async () => {
    expect(await directory().hasAccountOf('Practitioner/pract-medecin')).toBe(true);
    expect(await directory().hasAccountOf('Practitioner/pract-medecin2-')).toBe(false);
    expect(await directory().hasAccountOf('Practitioner/pract-mede')).toBe(false);
  });
  it('deactivates and activates, on the version that was seen', async () => {
    const before = await called('infirmier');
    const off = await directory().setActive(before.id, false, before.version);
    expect(off).toMatchObject({ active: false, fhirUser: 'Practitioner/pract-infirmier', role: 'nurse' });
    await expect(directory().setActive(before.id, true, before.version)).rejects.toMatchObject({
      problem: 'changed',
    });
    expect(await directory().setActive(before.id, true, off.version)).toMatchObject({ active: true });
  });
  it('replaces the role and nothing else', async () => {
    const before = await called('medecin');
    const changed = await directory().setRole(before.id, 'secretary', before.version);
    expect(changed).toMatchObject({
      role: 'secretary',
      active: true,
      fhirUser: 'Practitioner/pract-medecin',
      displayName: 'Dr Claire Moreau',
    });
    await expect(directory().setRole(before.id, 'nurse', before.version)).rejects.toMatchObject({
      problem: 'changed',
    });
    expect(await directory().setRole(before.id, 'doctor', changed.version)).toMatchObject({ role: 'doctor' });
    expect(await directory().get(before.id)).toMatchObject({ role: 'doctor' });
  });
  it('says who is not there', async () => {
    await expect(directory().get('nobody')).rejects.toMatchObject({ problem: 'not-found' });
    await expect(directory().setActive('nobody', false, '')).rejects.toMatchObject({ problem: 'not-found' });
  });
});

describe('Keycloak', () => {
  it('ends the sign-ins, keeps roles of others, and says when a group gives another role all the same', async () => {
    const directory = directories['Keycloak, recorded'] as UserDirectory;
    fake.loggedOut.length = 0;
    const [user] = fake.users.filter((u) => u.username === 'infirmier');
    user?.direct.push('offline_access');
    const changed = await directory.setRole('id-infirmier', 'secretary', '[true,"nurse"]');
    expect(user?.direct.sort()).toEqual(['offline_access', 'secretary']);
    await directory.setActive('id-infirmier', false, changed.version);
    expect(fake.loggedOut).toEqual(['infirmier', 'infirmier']);
    await expect(directory.setRole('id-team', 'secretary', '[true,"doctor"]')).rejects.toMatchObject({
      problem: 'not-effective',
    });
    await expect(directory.setRole('id-admin', 'pharmacist', '[true,"admin"]')).rejects.toMatchObject({
      problem: 'refused',
    }); // not a role of this realm
    expect(fake.users.find((u) => u.username === 'admin')?.direct).toEqual(['admin']);
  });
});

describe('failures', () => {
  const token = async () => 'x';
  it('a token that is not accepted, a server that is not there or talks nonsense', async () => {
    await expect(scimDirectory(`${sandbox.baseUrl}/scim/v2`, token).get('medecin')).rejects.toMatchObject({
      problem: 'refused',
    });
    await expect(
      keycloakDirectory(fake.adminUrl, token).find({ text: '', start: 0, count: 1 }),
    ).rejects.toMatchObject({ problem: 'refused' });
    await expect(scimDirectory('http://127.0.0.1:9', token).get('medecin')).rejects.toMatchObject({
      problem: 'away',
    });
    await expect(
      scimDirectory('http://127.0.0.1:9', () => Promise.reject(new Error('no token'))).get('medecin'),
    ).rejects.toMatchObject({ problem: 'away' });
    const answers = ['<html>', '{"id":3}', '[]', `{"totalResults":1,"Resources":[{}]}`];
    const nonsense = createServer((request, response) => {
      if (request.url?.includes('moved'))
        return void response.writeHead(302, { location: sandbox.baseUrl }).end();
      response.end(answers[Number(request.url?.split('/')[1])] ?? '');
    });
    await new Promise<void>((resolve) => nonsense.listen(0, '127.0.0.1', resolve));
    const port = (nonsense.address() as { port: number }).port;
    for (const kind of [scimDirectory, keycloakDirectory])
      for (const path of ['0', '1', '2', '3', '9', 'moved']) {
        await expect(
          kind(`http://127.0.0.1:${port}/${path}`, token).get('medecin'),
          path,
        ).rejects.toMatchObject({ problem: 'away' });
        if (path !== '2' || kind === scimDirectory)
          await expect(
            kind(`http://127.0.0.1:${port}/${path}`, token).find({ text: '', start: 0, count: 1 }),
            path,
          ).rejects.toMatchObject({ problem: 'away' });
      }
    nonsense.closeAllConnections();
    nonsense.close();
  });
  it('none is configured', () => {
    expect(createUserDirectory(undefined, token)).toBeNull();
    for (const setting of ['scim:https://a.example/scim/v2/', 'keycloak:https://a.example/admin/realms/x'])
      expect(createUserDirectory(setting, token)).not.toBeNull();
  });
});

describe('SCIM of others', () => {
  it('without versions, without display names, with roles of other applications and 204 after a change', async () => {
    let roles = [{ value: 'nurse' }, { value: 'canteen' }];
    const sent: unknown[] = [];
    const plain = createServer(
      (request, response) =>
        void (async () => {
          let text = '';
          for await (const chunk of request) text += String(chunk);
          if (request.method === 'PATCH') {
            const body = JSON.parse(text) as { Operations: { value: typeof roles }[] };
            sent.push(body.Operations);
            roles = body.Operations[0]?.value ?? [];
            return void response.writeHead(204).end();
          }
          response
            .setHeader('content-type', 'application/scim+json')
            .end(
              JSON.stringify({
                id: '2819',
                userName: 'bjensen',
                name: { givenName: 'Barbara', familyName: 'Jensen' },
                roles,
                'urn:example:Clinical': { fhirUser: 'https://fhir.example/Practitioner/7' },
              }),
            );
        })(),
    );
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const directory = scimDirectory(
      `http://127.0.0.1:${(plain.address() as { port: number }).port}`,
      async () => 'x',
    );
    const person = await directory.get('2819');
    expect(person).toMatchObject({
      displayName: 'Barbara Jensen',
      role: 'nurse',
      active: true,
      fhirUser: 'Practitioner/7',
    });
    expect(await directory.setRole('2819', 'doctor', person.version)).toMatchObject({ role: 'doctor' });
    expect(sent).toEqual([
      [{ op: 'replace', path: 'roles', value: [{ value: 'doctor' }, { value: 'canteen' }] }],
    ]);
    await expect(directory.setRole('2819', 'nurse', person.version)).rejects.toMatchObject({
      problem: 'changed',
    });
    plain.closeAllConnections();
    plain.close();
  });
});

describe('an invitation', () => {
  const invited: NewPerson = {
    username: 'jinvite',
    family: 'Invité',
    given: 'Jean',
    role: 'secretary',
    fhirUser: null,
    rpps: null,
    first: { by: 'invitation', email: 'jean@hopital.example' },
  };
  const keycloak = () => directories['Keycloak, recorded'] as UserDirectory;

  it('is sent by Keycloak, and without it there is no account', async () => {
    fake.invited = null;
    await expect(keycloak().create(invited)).rejects.toThrow('not-sent');
    expect((await keycloak().find({ text: 'jinvite', start: 0, count: 5 })).people).toEqual([]);
    fake.invited = [];
    expect(await keycloak().create(invited)).toMatchObject({ username: 'jinvite', role: 'secretary' });
    expect(fake.invited).toEqual(['jinvite']);
  });
  it('is no matter of SCIM’s', async () => {
    const scim = directories['SCIM'] as UserDirectory;
    expect(scim.firstAccess).toEqual(['password']);
    await expect(scim.create(invited)).rejects.toThrow('invalid');
  });
  it('an account whose role the realm does not know is not made', async () => {
    await expect(keycloak().create({ ...invited, username: 'jautre', role: 'radiologist' })).rejects.toThrow(
      'refused',
    );
    expect((await keycloak().find({ text: 'jautre', start: 0, count: 5 })).people).toEqual([]);
  });
});
