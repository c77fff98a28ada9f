import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
import {
  callMutation,
  callQuery,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { patientReference } from '@keneyapp/fhir-model/references';
import { readReception, type Reception } from '@keneyapp/fhir-model/reception';
import type { Appointment, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readResult } from '../../testing-http.ts';
import type { AgendaView, ReceivedView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let fhir: FhirClient;
let secretary: Visitor, nurse: Visitor, doctor: Visitor, patient: Visitor;
const made: Appointment[] = [];

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: async () => token });
  [secretary, nurse, doctor, patient] = (await Promise.all(
    ['secretaire', 'infirmier', 'medecin', 'patient'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor, Visitor];
}, 180_000);
afterAll(async () => {
  // others count today's appointments
  for (const { id } of made) {
    const now = await fhir.read('Appointment', id ?? '');
    if (now.start) await fhir.update({ ...now, status: 'entered-in-error' });
  }
});

const from = (start: Date) => ({
  start: start.toISOString(),
  end: new Date(start.getTime() + 60_000).toISOString(),
});
async function appointment(more: Partial<Appointment> = {}): Promise<{ id: string; patientId: string }> {
  const who = await fhir.create<Patient>({
    resourceType: 'Patient',
    name: [{ use: 'official', family: 'Accueil', given: ['Anne'] }],
  });
  const one = await fhir.create<Appointment>({
    resourceType: 'Appointment',
    status: 'booked',
    ...from(new Date()),
    reasonCode: [{ text: 'Suivi de grossesse' }],
    comment: 'Vient avec sa mère',
    participant: [
      { actor: { reference: patientReference(who.id ?? '') }, status: 'accepted' },
      { actor: { reference: 'Practitioner/pract-radiologue' }, status: 'accepted' },
    ],
    ...more,
  });
  made.push(one);
  return { id: one.id ?? '', patientId: who.id ?? '' };
}
const pick = ({ checked = null, called = null, entered = null }: Partial<Reception>) => ({
  ...{ checked, called, entered },
});
const receive = async (
  { id, patientId }: { id: string; patientId: string },
  [step, status]: [string, string],
  {
    visitor = secretary,
    key = crypto.randomUUID(),
    seen,
  }: { visitor?: Visitor; key?: string; seen?: Partial<Reception> } = {},
) => {
  const { checked, called, entered } = readReception(await fhir.read('Appointment', id));
  return readResult<ReceivedView>(
    await callMutation(bff, visitor, 'appointments.receive', {
      ...{ patientId, appointmentId: id, step, status, key },
      ...{ checked, called, entered, ...(seen && pick(seen)) },
    }),
  );
};
const shownTo = async (visitor: Visitor, id: string) =>
  (
    await readResult<AgendaView>(await callQuery(bff, visitor, 'appointments.agenda', { days: 7 }))
  ).data.items.find((item) => item.id === id);

it('somebody arrives, is called, is with the doctor and leaves; what the reader does not see of the appointment stays', async () => {
  const one = await appointment();
  const before = await fhir.read('Appointment', one.id);
  const arrived = await receive(one, ['arrive', 'booked']);
  expect(arrived).toMatchObject({
    status: 200,
    data: { status: 'arrived', steps: ['call', 'enter', 'check', 'leave', 'back'] },
  });
  expect((await receive(one, ['call', 'arrived'], { visitor: nurse })).data.steps).toEqual([
    ...['enter', 'check', 'leave', 'back'],
  ]);
  expect((await receive(one, ['enter', 'arrived'])).data).toMatchObject({
    status: 'arrived',
    steps: ['leave', 'back'],
  });
  expect((await receive(one, ['leave', 'arrived'])).data).toMatchObject({
    status: 'fulfilled',
    steps: ['back'],
  });
  const { extension, status, meta: _, ...after } = await fhir.read('Appointment', one.id);
  const { status: _s, meta: _m, ...rest } = before;
  expect(after).toEqual(rest);
  expect(status).toBe('fulfilled');
  const told = readReception(extension ? { extension } : {});
  const times = [told.arrived, told.called, told.entered, told.left].map((at) => Date.parse(at ?? ''));
  expect(times).not.toContain(NaN);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  // the agenda shows it to whoever knows of it, and offers what comes next
  const agenda = await readResult<AgendaView>(
    await callQuery(bff, secretary, 'appointments.agenda', { days: 7 }),
  );
  const shown = agenda.data.items.find(({ id }) => id === one.id);
  expect(shown).toMatchObject({ status: 'fulfilled', steps: ['back'], reason: null });
  expect(shown?.reception.arrived).not.toBeNull();
});

it('taken back, it is as it was; sent twice, it happened once', async () => {
  const one = await appointment();
  const key = crypto.randomUUID();
  await receive(one, ['miss', 'booked'], { key });
  await receive(one, ['miss', 'booked'], { key });
  expect((await fhir.read('Appointment', one.id)).meta?.versionId).toBe('2');
  expect((await receive(one, ['back', 'noshow'])).data).toMatchObject({ status: 'booked' });
  expect((await fhir.read('Appointment', one.id)).extension).toBeUndefined();
});

it('what somebody else said meanwhile is told, not written over', async () => {
  const one = await appointment();
  await receive(one, ['arrive', 'booked'], { visitor: nurse });
  expect(await receive(one, ['miss', 'booked'])).toMatchObject({ status: 412 });
  expect(await receive(one, ['arrive', 'booked'])).toMatchObject({ status: 412 });
  expect((await fhir.read('Appointment', one.id)).status).toBe('arrived');
});

it.each<[string, Partial<Appointment>, [string, string]]>([
  ['tomorrow', from(new Date(Date.now() + 86_400_000)), ['arrive', 'booked']],
  [
    'without a time',
    { status: 'proposed', start: undefined as never, end: undefined as never },
    ['arrive', 'booked'],
  ],
  ['cancelled', { status: 'cancelled' }, ['back', 'noshow']],
])('nobody is received who is not expected: %s', async (_, more, said) => {
  const one = await appointment(more);
  expect((await receive(one, said)).status).toBe(412);
  expect((await fhir.read('Appointment', one.id)).meta?.versionId).toBe('1');
});

it('is for who receives people: a doctor would open a chart by it, a patient is received', async () => {
  const one = await appointment();
  for (const visitor of [doctor, patient])
    for (const step of ['arrive', 'check'])
      expect((await receive(one, [step, 'booked'], { visitor })).status).toBe(403);
});

it('reaches the appointments of that patient alone', async () => {
  const [one, other] = [await appointment(), await appointment()];
  const { status } = await receive({ id: other.id, patientId: one.patientId }, ['arrive', 'booked']);
  expect([403, 404]).toContain(status);
  expect((await fhir.read('Appointment', other.id)).status).toBe('booked');
});

it('that somebody showed who they are is said of the visit, taken back without their arrival, and changes no identity', async () => {
  const one = await appointment();
  const before = await fhir.read('Patient', one.patientId);
  expect((await receive(one, ['check', 'booked'])).data).toMatchObject({
    status: 'booked',
    steps: ['arrive', 'uncheck'],
  });
  const shown = await shownTo(secretary, one.id);
  expect(shown?.reception).toMatchObject({ arrived: null, checked: expect.stringMatching(/^\d{4}-/) });
  const arrived = await receive(one, ['arrive', 'booked']);
  expect(arrived.data.reception).toMatchObject({ checked: shown?.reception.checked });
  const { data } = await receive(one, ['uncheck', 'arrived'], { visitor: nurse });
  expect(data.status).toBe('arrived');
  expect(data.reception).toEqual({ ...arrived.data.reception, checked: null });
  expect(await fhir.read('Patient', one.patientId)).toEqual(before);
});

it('who was not seen to be with the doctor is not sent away, and a check is not dropped unseen', async () => {
  const one = await appointment();
  await receive(one, ['arrive', 'booked']);
  const seen = (await shownTo(secretary, one.id))?.reception ?? {};
  await receive(one, ['check', 'arrived'], { visitor: nurse });
  expect((await receive(one, ['back', 'arrived'], { seen })).status).toBe(412);
  await receive(one, ['enter', 'arrived'], { visitor: nurse });
  expect((await receive(one, ['call', 'arrived'])).status).toBe(412);
  const stale = { ...readReception(await fhir.read('Appointment', one.id)), entered: null };
  expect((await receive(one, ['leave', 'arrived'], { seen: stale })).status).toBe(412);
  expect(readReception(await fhir.read('Appointment', one.id))).toMatchObject({
    ...{ called: null, left: null, entered: expect.any(String), checked: expect.any(String) },
  });
});

it('of two who take a call back at once, the second does not send the patient away', async () => {
  const one = await appointment();
  await receive(one, ['arrive', 'booked']);
  await receive(one, ['call', 'arrived']);
  const seen = await shownTo(secretary, one.id);
  const again = { visitor: nurse, seen: seen?.reception ?? {} };
  expect((await receive(one, ['back', 'arrived'], { seen: again.seen })).status).toBe(200);
  expect((await receive(one, ['back', 'arrived'], again)).status).toBe(412);
  expect((await fhir.read('Appointment', one.id)).status).toBe('arrived');
});

it('where several come, one status speaks of none of them', async () => {
  const other = await fhir.create<Patient>({ resourceType: 'Patient', name: [{ family: 'Groupe' }] });
  const one = await appointment();
  const before = await fhir.read('Appointment', one.id);
  await fhir.update<Appointment>({
    ...before,
    participant: [
      ...before.participant,
      { actor: { reference: patientReference(other.id ?? '') }, status: 'accepted' },
    ],
  });
  expect((await receive(one, ['arrive', 'booked'])).status).toBe(412);
  expect((await shownTo(secretary, one.id))?.steps).toEqual([]);
  const { status, participant } = await fhir.read('Appointment', one.id);
  expect([status, participant.length]).toEqual(['booked', 3]);
});

it('offers steps to nobody else, and none that would be refused', async () => {
  const one = await appointment({
    participant: [
      { actor: { reference: 'Patient/pat-demo' }, status: 'accepted' },
      { actor: { reference: 'Practitioner/pract-medecin' }, status: 'accepted' },
    ],
  });
  expect((await shownTo(secretary, one.id))?.steps).toEqual(['arrive', 'check', 'miss']);
  for (const visitor of [doctor, patient]) {
    const shown = await shownTo(visitor, one.id);
    if (visitor === doctor) expect(shown).toBeDefined();
    expect(shown?.steps ?? []).toEqual([]);
  }
});

it('an appointment that was not confirmed yet is not confirmed by taking back', async () => {
  for (const step of ['arrive', 'miss']) {
    const one = await appointment({ status: 'pending' });
    const { data } = await receive(one, [step, 'pending']);
    expect((await receive(one, ['back', data.status])).data.status).toBe('pending');
    const { extension, status } = await fhir.read('Appointment', one.id);
    expect([status, extension]).toEqual(['pending', undefined]);
  }
});

it('an appointment that is labelled is received as it is shown', async () => {
  const one = await appointment({
    meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
  });
  const steps = (await shownTo(secretary, one.id))?.steps ?? [];
  const { status } = await receive(one, ['arrive', 'booked']);
  expect([steps.length > 0, status]).toEqual([status === 200, status]);
});
