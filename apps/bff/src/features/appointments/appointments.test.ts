// Long because its cases share one week of the agenda and the units of those who look at it.
import {
  callQuery,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import type { Bundle, PractitionerRole } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayOf, startOf } from '@keneyapp/fhir-model/hospital-days';
import type { AgendaView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let secretary: Visitor;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  await retireRoles();
  await load();
  secretary = await signInOverHttp(bff, sandbox, 'secretaire');
}, 180_000);
// others use the record before and after: in which units these people work decides what they see of today
afterAll(async () => {
  await retireRoles();
  await sandbox.stop();
});

async function agenda(
  visitor: Visitor,
  input: { from?: string; days?: number; ofOwnUnits?: boolean },
): Promise<AgendaView> {
  const response = await callQuery(bff, visitor, 'appointments.agenda', input);
  expect(response.status).toBe(200);
  return ((await response.json()) as { result: { data: AgendaView } }).result.data;
}
/** Far from any today: what other files of the worker put on today would stand in it. */
const week = { from: '2033-11-21', days: 7 };

test('the week of everybody, earliest first, with who comes told apart', async () => {
  const view = await agenda(secretary, week);
  expect(view.items.map((item) => item.id)).toEqual(['early', 'late-monday', 'cancelled', 'sunday-night']);
  expect(view.items[0]).toEqual({
    id: 'early',
    day: '2033-11-21',
    start: '2033-11-21T00:05:00+01:00',
    end: '2033-11-21T00:35:00+01:00',
    minutes: 30,
    status: 'booked',
    reason: { text: 'Consultation', codes: [] },
    cancelled: null,
    resources: ['Practitioner/pract-medecin', 'Location/loc-cardio'],
    patient: {
      id: 'pat-demo',
      birthName: 'Durand',
      usedName: 'Petit',
      givenNames: ['Jeanne'],
      usedGivenName: null,
      suffix: null,
      multipleBirth: null,
      attributes: [],
      isTest: false,
      birthDate: '1960-02-03',
      age: { value: expect.any(Number) as number, unit: 'year' },
      sex: 'female',
      ipp: '8001',
      isHomonym: false,
    },
    reception: { checked: null, arrived: null, called: null, entered: null, left: null },
    steps: [],
    practitioners: [{ id: 'pract-medecin', name: 'Dr Claire Moreau' }],
    services: [{ id: 'loc-cardio', name: 'Cardiologie' }],
    rooms: [],
  });
  expect(view.items[2]).toMatchObject({ status: 'cancelled', cancelled: 'Annulé par le patient' });
  expect(view.items[1]).toMatchObject({ patient: null, status: 'arrived' });
  expect(view.practitioners).toEqual([
    { id: 'pract-medecin', name: 'Dr Claire Moreau' },
    { id: 'pract-radiologue', name: 'Dr Karim Benali' },
  ]);
  expect(view).toMatchObject({
    from: '2033-11-21',
    days: 7,
    truncated: false,
    ownPractitionerId: 'pract-secretaire',
  });
});

test('a day begins and ends at midnight in Paris, not in Greenwich', async () => {
  expect((await agenda(secretary, { from: '2033-11-21', days: 1 })).items.map((item) => item.id)).toEqual([
    'early',
    'late-monday',
  ]);
  expect((await agenda(secretary, { from: '2033-11-20', days: 1 })).items).toEqual([]);
  expect((await agenda(secretary, { from: '2033-11-27', days: 1 })).items.map((item) => item.id)).toEqual([
    'sunday-night',
  ]);
});

test('without a day, this week from Monday', async () => {
  const view = await agenda(secretary, {});
  expect(new Date(`${view.from}T00:00:00Z`).getUTCDay()).toBe(1);
  expect(view.from <= view.today).toBe(true);
});

test('a patient sees their own appointments only', async () => {
  const view = await agenda(await signInOverHttp(bff, sandbox, 'patient'), week);
  expect(view.items.map((item) => item.id)).toEqual(['early', 'cancelled']);
  expect(view.ownPractitionerId).toBeNull();
});

test.each(['dpo', 'admin'])('%s has no agenda', async (username) => {
  const response = await callQuery(
    bff,
    await signInOverHttp(bff, sandbox, username),
    'appointments.agenda',
    week,
  );
  expect(response.status).toBe(403);
});

test('nobody without a session; nonsense is refused', async () => {
  expect((await callQuery(bff, null, 'appointments.agenda', week)).status).toBe(401);
  for (const input of [{ from: '2026-02-30' }, { from: 'x' }, { days: 0 }, { days: 400 }])
    expect((await callQuery(bff, secretary, 'appointments.agenda', input)).status).toBe(400);
});

// the last one: what it adds stands in a week that others look at
test('today’s: one’s own for who sees patients, everybody’s for who books', async () => {
  const noon = new Date(startOf(dayOf(new Date())).getTime() + 12 * 3_600_000).toISOString();
  await put([
    appointment('today-own', noon, noon, 'arrived', ['Patient/pat-demo', ...doctor]),
    // by a role of theirs alone, and by one they left
    role('role-today', {}),
    role('role-left', { active: false }),
    appointment('today-role', noon, noon, 'booked', ['Patient/pat-demo', 'PractitionerRole/role-today']),
    appointment('today-left', noon, noon, 'booked', ['Patient/pat-demo', 'PractitionerRole/role-left']),
    appointment('today-other', noon, noon, 'booked', ['Patient/pat-other', 'Practitioner/pract-radiologue']),
  ]);
  const todays = async (username: string) => {
    const response = await callQuery(
      bff,
      await signInOverHttp(bff, sandbox, username),
      'appointments.today',
      undefined,
    );
    expect(response.status).toBe(200);
    const view = ((await response.json()) as { result: { data: AgendaView } }).result.data;
    // the week of the other tests may hold today
    return view.items.flatMap(({ id }) => (id.startsWith('today-') ? [id] : []));
  };
  expect((await todays('medecin')).sort()).toEqual(['today-own', 'today-role']);
  expect(await todays('radiologue')).toEqual(['today-other']);
  expect(await todays('infirmier')).toEqual([]);
  expect((await todays('secretaire')).sort()).toEqual([
    'today-left',
    'today-other',
    'today-own',
    'today-role',
  ]);
  // whoever works in a unit has the reception of it; what names nobody of the house may be anybody's
  await put([
    ...['own', 'other'].map((id) => ({ resourceType: 'Organization', id: `reception-${id}`, name: id })),
    unitRole('secretaire', 'own'),
    unitRole('radiologue', 'other'),
    {
      resourceType: 'Location',
      id: 'reception-room',
      managingOrganization: { reference: 'Organization/reception-own' },
    },
    { resourceType: 'Location', id: 'reception-box', partOf: { reference: 'Location/reception-room' } },
    appointment('today-room', noon, noon, 'booked', ['Patient/pat-demo', 'Location/reception-box']),
    appointment('today-nobody', noon, noon, 'booked', ['Patient/pat-demo']),
    // a locum whom no unit has, a room that nobody manages; roles without a unit are such too
    { resourceType: 'Practitioner', id: 'reception-locum', name: [{ family: 'Renfort' }] },
    { resourceType: 'Location', id: 'reception-nowhere' },
    appointment('today-unknown', noon, noon, 'booked', [
      ...['Patient/pat-demo', 'Practitioner/reception-locum', 'Location/reception-nowhere'],
    ]),
  ]);
  expect((await todays('secretaire')).sort()).toEqual([
    ...['today-left', 'today-nobody', 'today-own', 'today-role', 'today-room', 'today-unknown'],
  ]);
  // the agenda, asked for the same, shows the same
  const ofOwnUnits = await agenda(secretary, { from: dayOf(new Date(noon)), days: 1, ofOwnUnits: true });
  expect(ofOwnUnits).toMatchObject({ units: ['own'] });
  const ids = ofOwnUnits.items.map(({ id }) => id);
  expect(ids).toContain('today-room');
  expect(ids).not.toContain('today-other');
  for (const username of ['patient', 'dpo', 'admin'])
    expect(
      (await callQuery(bff, await signInOverHttp(bff, sandbox, username), 'appointments.today', undefined))
        .status,
      username,
    ).toBe(403);
});

const unitRole = (who: string, unit: string) => ({
  resourceType: 'PractitionerRole',
  id: `reception-${who}`,
  active: true,
  practitioner: { reference: `Practitioner/pract-${who}` },
  organization: { reference: `Organization/reception-${unit}` },
});
const appointment = (
  id: string,
  start: string,
  end: string,
  status: string,
  actors: string[],
  extra: object = {},
) => ({
  resourceType: 'Appointment',
  id,
  status,
  start,
  end,
  description: 'Douleur thoracique',
  serviceType: [{ text: 'Consultation' }],
  participant: actors.map((reference) => ({ actor: { reference }, status: 'accepted' })),
  ...extra,
});
const role = (id: string, more: object) => ({
  resourceType: 'PractitionerRole',
  id,
  practitioner: { reference: 'Practitioner/pract-medecin' },
  ...more,
});
const doctor = ['Practitioner/pract-medecin', 'Location/loc-cardio'];

async function load(): Promise<void> {
  await put([
    {
      resourceType: 'Patient',
      id: 'pat-demo',
      gender: 'female',
      birthDate: '1960-02-03',
      name: [
        { use: 'official', family: 'Durand', given: ['Jeanne'] },
        { use: 'usual', family: 'Petit', given: ['Jeanne'] },
      ],
      identifier: [
        {
          system: 'https://keneyapp.example/ipp',
          value: '8001',
          use: 'usual',
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'PI' }] },
        },
      ],
    },
    { resourceType: 'Patient', id: 'pat-other', name: [{ family: 'Autre', given: ['Paul'] }] },
    {
      resourceType: 'Practitioner',
      id: 'pract-medecin',
      name: [{ family: 'Moreau', given: ['Claire'], prefix: ['Dr'] }],
    },
    {
      resourceType: 'Practitioner',
      id: 'pract-radiologue',
      name: [{ family: 'Benali', given: ['Karim'], prefix: ['Dr'] }],
    },
    { resourceType: 'Location', id: 'loc-cardio', status: 'active', name: 'Cardiologie' },
    appointment('early', '2033-11-21T00:05:00+01:00', '2033-11-21T00:35:00+01:00', 'booked', [
      'Patient/pat-demo',
      ...doctor,
    ]),
    appointment('late-monday', '2033-11-21T23:45:00+01:00', '2033-11-22T00:15:00+01:00', 'checked-in', [
      'Practitioner/pract-radiologue',
    ]),
    appointment(
      'cancelled',
      '2033-11-23T10:00:00+01:00',
      '2033-11-23T10:30:00+01:00',
      'cancelled',
      ['Patient/pat-demo', ...doctor],
      { cancelationReason: { text: 'Annulé par le patient' } },
    ),
    appointment('sunday-night', '2033-11-27T23:30:00+01:00', '2033-11-28T00:00:00+01:00', 'booked', [
      'Patient/pat-other',
      ...doctor,
    ]),
    appointment('next-week', '2033-11-28T00:00:00+01:00', '2033-11-28T00:30:00+01:00', 'booked', [
      'Patient/pat-demo',
      ...doctor,
    ]),
    appointment('mistake', '2033-11-23T11:00:00+01:00', '2033-11-23T11:30:00+01:00', 'entered-in-error', [
      'Patient/pat-demo',
      ...doctor,
    ]),
  ]);
}

async function put(
  resources: ({ resourceType: string; id: string } & Record<string, unknown>)[],
): Promise<void> {
  const bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: resources.map((resource) => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    })),
  };
  const response = await fetch(sandbox.fhirUrl, {
    method: 'POST',
    headers: { ...(await asSystem()), 'content-type': 'application/fhir+json' },
    body: JSON.stringify(bundle),
  });
  if (!response.ok) throw new Error(`loading failed: ${response.status} ${await response.text()}`);
}

const asSystem = async () => ({ authorization: `Bearer ${await sandboxSystemToken(sandbox)}` });

/** Nobody who signs in here works in a unit. */
async function retireRoles(): Promise<void> {
  const people = ['medecin', 'radiologue', 'infirmier', 'secretaire'].map((who) => `pract-${who}`);
  const response = await fetch(
    `${sandbox.fhirUrl}/PractitionerRole?practitioner=${people.join(',')}&_count=500`,
    { headers: await asSystem() },
  );
  const { entry = [] } = (await response.json()) as Bundle<PractitionerRole>;
  const retired = entry.flatMap(({ resource }) =>
    resource?.id === undefined ? [] : [{ ...resource, id: resource.id, active: false }],
  );
  if (retired.length > 0) await put(retired.map((one) => ({ ...one })));
}
