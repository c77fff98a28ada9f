// Long because its cases share one application and one record, which take seconds to start.
import {
  callQuery,
  sandboxSystemToken,
  sandboxTokens,
  signInOverHttp,
  type RunningBff,
  type Visitor,
} from '@keneyapp/config/testing';
import { describe, expect, it } from 'vitest';
import { readResult } from '../../testing-http.ts';
import type {
  PeopleView,
  PersonRow,
  ServersView,
  ServiceChoice,
  SessionsView,
  SettingsView,
  WithoutRoleView,
} from './view.ts';
import {
  sandbox,
  one,
  two,
  fhir,
  admin,
  read,
  write,
  person,
  isSignedIn,
  trail,
  openStream,
} from './testing-administration.ts';

const whyEnded = async ({ headers }: Visitor, bff: RunningBff) =>
  ((await (await fetch(`${bff.url}/bff/session`, { headers })).json()) as { reason: string | null }).reason;

describe('what the administrator begins with', () => {
  it('is whether the servers answer', async () => {
    const { data } = await read<ServersView>('servers');
    expect(data.servers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['oidc', 'fhir', 'terminology', 'dicomweb', 'database']),
    );
    for (const { name, status } of data.servers) if (name !== 'web') expect(status, name).toBe('up');
  });
  it('is which active accounts have no role of ours, and nobody else learns of either', async () => {
    const { data } = await read<WithoutRoleView>('withoutRole');
    expect(data).toMatchObject({ isPartial: false });
    expect(data.people.map(({ username }) => username)).not.toContain('medecin');
    const secretary = await signInOverHttp(one, sandbox, 'secretaire');
    for (const name of ['servers', 'withoutRole'])
      expect((await callQuery(one, secretary, `administration.${name}`, undefined)).status, name).toBe(403);
  });
});

describe('people', () => {
  it('are those of the provider, with their services and open sessions', async () => {
    const doctor = await signInOverHttp(one, sandbox, 'medecin');
    const { data } = await read<PeopleView>('people');
    expect(data.total).toBe(data.people.length);
    expect(data.people.find((p) => p.id === 'medecin')).toMatchObject({
      username: 'medecin',
      displayName: 'Dr Claire Moreau',
      role: 'doctor',
      isActive: true,
      isSelf: false,
      kind: 'staff',
      sessions: 1,
      memberships: [{ id: 'role-1', service: 'Cardiologie', profession: 'Médecin' }],
    });
    expect(data.people.find((p) => p.id === 'admin')).toMatchObject({
      isSelf: true,
      kind: 'none',
      memberships: [],
    });
    expect(data.people.find((p) => p.id === 'patient')).toMatchObject({ kind: 'patient', role: 'patient' });
    expect(
      (await read<PeopleView>('people', { text: '  helene ' })).data.people.map((p) => p.username),
    ).toEqual(['dpo']);
    expect((await read<PeopleView>('people', { text: '"; or (userName pr' })).data).toMatchObject({
      total: 0,
      people: [],
    });
    expect((await read<PeopleView>('people', { page: 2 })).data.people).toEqual([]);
    expect(await trail('people')).toMatchObject({ outcome: 'success', user_id: 'admin' });
    expect(await isSignedIn(doctor)).toBe(true); // looking at the list ended nothing
  });
  it.each(['medecin', 'dpo', 'patient', 'secretaire'])('are nothing for %s', async (username) => {
    const visitor = await signInOverHttp(one, sandbox, username);
    for (const name of ['people', 'sessions', 'settings', 'services'])
      expect((await read(name, undefined, visitor)).error, name).toMatchObject({
        code: 'FORBIDDEN',
        reason: 'role',
      });
    expect(
      (await write('setActive', { personId: 'admin', active: false, version: 'W/"0"' }, visitor)).error,
    ).toMatchObject({ code: 'FORBIDDEN' });
    expect(await trail('setActive')).toMatchObject({ outcome: 'denied', user_id: username });
  });
});

describe('an account taken away', () => {
  it('works no more on the next request, in no process; the stream ends; it cannot sign in until it is given back', async () => {
    const [here, there] = [
      await signInOverHttp(one, sandbox, 'pharmacien'),
      await signInOverHttp(two, sandbox, 'pharmacien'),
    ];
    const streams = [await openStream(here, one), await openStream(here, two)];
    const { version } = await person('pharmacien');
    const { data } = await write<PersonRow>('setActive', { personId: 'pharmacien', active: false, version });
    expect(data).toMatchObject({ isActive: false, sessions: 0 });
    expect((await callQuery(two, here, 'problems.list', { patientId: 'a1' })).status).toBe(401);
    expect((await callQuery(one, there, 'problems.list', { patientId: 'a1' })).status).toBe(401);
    // the provider ended it too, by its own logout token: it is the administration's reason that is told, in every process
    expect(await Promise.all(streams.map((stream) => stream.ended))).toEqual(['deactivated', 'deactivated']);
    for (const bff of [one, two]) expect(await whyEnded(here, bff)).toBe('deactivated');
    await expect(sandboxTokens(sandbox, 'pharmacien')).rejects.toThrow('(403)');
    expect(await trail('setActive')).toMatchObject({
      outcome: 'success',
      user_id: 'admin',
      resources: ['account:pharmacien', 'active:false'],
    });
    await write('setActive', { personId: 'pharmacien', active: true, version: data.version });
    await expect(signInOverHttp(one, sandbox, 'pharmacien')).resolves.toBeTruthy();
  });
  it('is ended by the provider’s word alone, when somebody else changed it there', async () => {
    const nurse = await signInOverHttp(one, sandbox, 'infirmier');
    const stream = await openStream(nurse, two);
    const response = await fetch(`${sandbox.baseUrl}/scim/v2/Users/infirmier`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${await sandboxSystemToken(sandbox)}`,
        'content-type': 'application/scim+json',
      },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: 'roles', value: [{ value: 'secretary' }] }],
      }),
    });
    expect(response.status).toBe(200);
    for (const bff of [one, two]) expect(await isSignedIn(nurse, bff)).toBe(false);
    expect(await stream.ended).toBe('role-changed');
    expect(await whyEnded(nurse, one)).toBe('role-changed');
    const again = await signInOverHttp(one, sandbox, 'infirmier');
    expect(
      (await readResult(await callQuery(one, again, 'problems.list', { patientId: 'a1' }))).error,
    ).toMatchObject({ code: 'FORBIDDEN', reason: 'role' });
    await write('setRole', {
      personId: 'infirmier',
      role: 'nurse',
      version: (await person('infirmier')).version,
    });
  });
});

describe('a role', () => {
  it('taken away ends the session; the new one comes with the next sign-in', async () => {
    const doctor = await signInOverHttp(one, sandbox, 'medecin2');
    const { version } = await person('medecin2');
    const { data } = await write<PersonRow>('setRole', { personId: 'medecin2', role: 'secretary', version });
    expect(data).toMatchObject({ role: 'secretary' });
    expect(await isSignedIn(doctor)).toBe(false);
    expect(await whyEnded(doctor, two)).toBe('role-changed');
    const again = await signInOverHttp(one, sandbox, 'medecin2');
    expect(
      (await readResult(await callQuery(one, again, 'problems.list', { patientId: 'a1' }))).error,
    ).toMatchObject({ code: 'FORBIDDEN' });
    expect(await trail('setRole')).toMatchObject({
      outcome: 'success',
      resources: ['account:medecin2', 'role:secretary'],
    });
    expect((await write('setRole', { personId: 'medecin2', role: 'doctor', version })).error.code).toBe(
      'PRECONDITION_FAILED',
    ); // seen before the change
    // what was announced and not done is not told when the session ends otherwise
    const [session] = (await read<SessionsView>('sessions')).data.sessions.filter(
      (s) => s.username === 'medecin2',
    );
    await write('endSession', { sessionId: session?.id });
    expect(await whyEnded(again, one)).toBe('administration');
    await write('setRole', { personId: 'medecin2', role: 'doctor', version: data.version });
  });
  it('is not one’s own to change, not a patient’s, not one that does not exist', async () => {
    expect((await write('setRole', { personId: 'admin', role: 'doctor', version: '' })).error).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'own-account',
    });
    expect((await write('setActive', { personId: 'admin', active: false, version: '' })).error).toMatchObject(
      { code: 'FORBIDDEN', reason: 'own-account' },
    );
    expect((await write('addMembership', { personId: 'admin', serviceId: 'cardio' })).error).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'own-account',
    });
    expect(
      (
        await write('setRole', {
          personId: 'patient',
          role: 'doctor',
          version: (await person('patient')).version,
        })
      ).error,
    ).toMatchObject({ code: 'FORBIDDEN', reason: 'patient-account' });
    for (const role of ['patient', 'root', ''])
      expect((await write('setRole', { personId: 'medecin', role, version: '' })).error.code).toBe(
        'BAD_REQUEST',
      );
    expect((await write('setRole', { personId: 'nobody', role: 'doctor', version: '' })).error.code).toBe(
      'NOT_FOUND',
    );
    expect(
      (await write('setActive', { personId: '../Schemas', active: false, version: '' })).error.code,
    ).toBe('NOT_FOUND');
    expect(await isSignedIn(admin)).toBe(true);
  });
});

describe('services', () => {
  it('are the departments', async () => {
    expect((await read<ServiceChoice[]>('services')).data).toEqual([
      { id: 'cardio', name: 'Cardiologie' },
      { id: 'urgences', name: 'Urgences' },
    ]);
  });
  it('open the charts of their patients from the next request on, and close them again', async () => {
    const doctor = await signInOverHttp(two, sandbox, 'medecin');
    const chart = async () =>
      (await readResult(await callQuery(two, doctor, 'problems.list', { patientId: 'a2' }))).error?.reason ??
      'open';
    expect(await chart()).toBe('no-relation');
    const { data } = await write<PersonRow>('addMembership', { personId: 'medecin', serviceId: 'urgences' });
    expect(await chart()).toBe('open');
    const added = data.memberships?.find((m) => m.service === 'Urgences');
    await write('removeMembership', {
      personId: 'medecin',
      membershipId: added?.id,
      version: added?.version,
    });
    expect(await chart()).toBe('no-relation');
  });
  it('are joined once, with their wards and the profession one has, and left again; the record keeps the past', async () => {
    const join = () => write<PersonRow>('addMembership', { personId: 'medecin', serviceId: 'urgences' });
    const [{ data }] = [await join(), await join()];
    expect(data.memberships).toHaveLength(2);
    const added = data.memberships?.find((m) => m.service === 'Urgences');
    expect(added).toMatchObject({ places: ['ward'], profession: 'Médecin' });
    expect(await fhir.read('PractitionerRole', added?.id ?? '')).toMatchObject({
      active: true,
      practitioner: { reference: 'Practitioner/pract-medecin' },
      organization: { reference: 'Organization/urgences' },
    });
    expect((await person('medecin')).memberships).toHaveLength(2);
    expect(await trail('addMembership')).toMatchObject({
      outcome: 'success',
      resources: ['account:medecin', 'Organization/urgences', `PractitionerRole/${added?.id}`],
    });

    const leave = (membership: object, personId = 'medecin') =>
      write<PersonRow>('removeMembership', {
        personId,
        membershipId: added?.id,
        version: added?.version,
        ...membership,
      });
    expect((await leave({}, 'infirmier2')).error.code).toBe('NOT_FOUND'); // somebody else's
    await fhir.update({
      ...(await fhir.read('PractitionerRole', added?.id ?? '')),
      availabilityExceptions: 'jours fériés',
    });
    expect((await leave({})).error.code).toBe('PRECONDITION_FAILED');
    const now = (await person('medecin')).memberships?.find((m) => m.id === added?.id);
    expect((await leave({ version: now?.version })).data.memberships?.map((m) => m.service)).toEqual([
      'Cardiologie',
    ]);
    expect(await fhir.read('PractitionerRole', added?.id ?? '')).toMatchObject({
      active: false,
      period: { end: new Date().toISOString().slice(0, 10) },
    });
  });
  it('have no one who is not of the staff', async () => {
    for (const personId of ['patient', 'dpo'])
      expect((await write('addMembership', { personId, serviceId: 'cardio' })).error).toMatchObject({
        code: 'FORBIDDEN',
        reason: 'not-staff',
      });
    expect((await write('addMembership', { personId: 'secretaire', serviceId: 'nowhere' })).error.code).toBe(
      'NOT_FOUND',
    );
  });
});

describe('sessions', () => {
  it('are everybody’s, with where they were opened from; ending one works in every process at once', async () => {
    const [here, elsewhere] = [
      await signInOverHttp(one, sandbox, 'radiologue'),
      await signInOverHttp(one, sandbox, 'radiologue'),
    ];
    const stream = await openStream(here, two);
    const list = async () => (await read<SessionsView>('sessions')).data.sessions;
    const mine = (await list())
      .filter((s) => s.username === 'radiologue')
      .sort((a, b) => a.since.localeCompare(b.since));
    expect(mine).toHaveLength(2);
    expect(mine[0]).toMatchObject({
      displayName: 'Dr Karim Benali',
      role: 'radiologist',
      address: '192.0.2.7',
      browser: 'Firefox 140',
      system: 'Linux',
      isOwn: false,
    });
    expect((await write('endSession', { sessionId: mine[0]?.id })).status).toBe(200);
    expect(await stream.ended).toBe('administration');
    expect(await whyEnded(here, two)).toBe('administration');
    for (const bff of [one, two])
      expect([await isSignedIn(here, bff), await isSignedIn(elsewhere, bff)]).toEqual([false, true]);
    expect((await list()).filter((s) => s.username === 'radiologue')).toHaveLength(1);
    expect(await trail('endSession')).toMatchObject({
      outcome: 'success',
      resources: [`session:${mine[0]?.id}`, 'account:radiologue'],
    });
    expect((await write('endSession', { sessionId: mine[0]?.id })).error.code).toBe('NOT_FOUND');
    const own = (await list()).filter((s) => s.isOwn);
    expect(own).toHaveLength(1);
    expect((await write('endSession', { sessionId: own[0]?.id })).error).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'own-session',
    });
    expect(JSON.stringify(await list())).not.toMatch(/cookie|token/i);
  });
});

describe('settings', () => {
  const emergency = { minutes: 30, minimumReasonLength: 40, unjustifiedUses: 2, withinDays: 60 };
  it('have defaults, are kept by version, and the trail tells what was set', async () => {
    expect((await read<SettingsView>('settings')).data).toEqual({
      emergency: { minutes: 60, minimumReasonLength: 20, unjustifiedUses: 3, withinDays: 90 },
      version: 0,
      changedAt: null,
      changedBy: null,
    });
    expect((await write<SettingsView>('saveSettings', { emergency, version: 0 })).data).toMatchObject({
      emergency,
      version: 1,
      changedBy: 'Marc Petit',
    });
    expect(await trail('saveSettings')).toMatchObject({
      outcome: 'success',
      resources: [
        'emergency.minutes:30',
        'emergency.minimumReasonLength:40',
        'emergency.unjustifiedUses:2',
        'emergency.withinDays:60',
      ],
    });
    for (const version of [0, 7])
      expect(
        (await write('saveSettings', { emergency: { ...emergency, minutes: 45 }, version })).error.code,
      ).toBe('PRECONDITION_FAILED');
    expect(
      (
        await write<SettingsView>(
          'saveSettings',
          { emergency: { ...emergency, minutes: 45 }, version: 1 },
          admin,
          two,
        )
      ).data,
    ).toMatchObject({ emergency: { minutes: 45 }, version: 2 });
    expect((await read<SettingsView>('settings')).data.emergency.minutes).toBe(45);
  });
  it.each([
    { minutes: 4 },
    { minutes: 481 },
    { minutes: 7.5 },
    { minimumReasonLength: 19 },
    { unjustifiedUses: 0 },
    { withinDays: 6 },
  ])('%j is refused', async (wrong) => {
    expect(
      (await write('saveSettings', { emergency: { ...emergency, ...wrong }, version: 2 })).error.code,
    ).toBe('BAD_REQUEST');
  });
});
