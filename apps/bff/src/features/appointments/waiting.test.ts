import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { signInOverHttp, type RunningBff, type RunningSandbox } from '@keneyapp/config/testing';
import type { FhirClient } from '@keneyapp/fhir-client';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Appointment, Consent } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildConsent } from '../../fhir/build-consent.ts';
import { connectAsSystem } from '../../testing-http.ts';
import type { BookedView } from './booking-view.ts';
import type { ClashesView, ClashView, WaitingLine, WaitingListView } from './rules-view.ts';
import { withBookableVisits } from './testing-agenda.ts';
import { at, callerOf, newPerson, secretaryOf, someMonday } from './testing-rules.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let fhir: FhirClient;
let close: () => Promise<void>;
type Caller = ReturnType<typeof callerOf>;
let secretary: Caller, stranger: Caller, doctor: Caller;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  ({ fhir, close } = await connectAsSystem(sandbox));
  await withBookableVisits(fhir);
  secretary = callerOf(bff, await secretaryOf({ sandbox, bff, fhir }, 'secretaire-attente'));
  [stranger, doctor] = (await Promise.all(
    ['secretaire', 'medecin'].map(async (name) => callerOf(bff, await signInOverHttp(bff, sandbox, name))),
  )) as [Caller, Caller];
}, 180_000);
afterAll(() => close());

const perrin = 'Practitioner/pract-perrin';
const waits = (patientId: string, from: string, more: object = {}) =>
  secretary.call<{ id: string }>('addToWaiting', {
    ...{ patientId, id: crypto.randomUUID(), kind: 'cardio-suivi', from, days: 1, urgency: 'soon' },
    ...more,
  });
const lineOf = async (id: string): Promise<WaitingLine | undefined> =>
  (await secretary.ask<WaitingListView>('waiting', {})).data.lines.find((line) => line.id === id);

describe('the waiting list', () => {
  it('offers a freed place to who waits; confirmed it is an appointment, and nobody waits any more', async () => {
    const day = someMonday();
    const [holder, patientId] = [await newPerson(fhir, 'Occupe'), await newPerson(fhir, 'Attend')];
    const start = at(day, '09:00');
    const appointmentId = await secretary.booked(holder, start, 'cardio-suivi', [perrin]);
    const { data } = await waits(patientId, day, { starts: '08:00', ends: '09:45' });
    expect(await lineOf(data.id)).toMatchObject({
      ...{ patient: { id: patientId, birthName: 'Attend' }, kind: 'Consultation de suivi' },
      ...{ from: day, until: day, urgency: 'soon', state: 'waiting', offer: null, practitioners: [] },
    });
    await secretary.call('cancel', {
      ...{ patientId: holder, appointmentId, start, key: crypto.randomUUID() },
      ...{ by: 'patient', reason: 'Empêché' },
    });
    await expect
      .poll(async () => (await lineOf(data.id))?.offer, { timeout: 20_000 })
      .toMatchObject({ start: new Date(start).toISOString(), practitioners: [{ id: 'pract-perrin' }] });
    const offer = (await lineOf(data.id))?.offer;
    // it is kept for them: nobody else has it
    expect((await stranger.held(holder, start, 'cardio-suivi', [perrin])).data.held).toEqual([]);
    const booked = await secretary.call<BookedView>('book', {
      ...{ patientId, key: crypto.randomUUID(), bookings: [offer?.bookingId] },
    });
    const stored = await fhir.read('Appointment', booked.data.appointments[0] ?? '');
    expect(stored).toMatchObject({ status: 'booked', start: new Date(start).toISOString() });
    expect(await lineOf(data.id)).toBeUndefined();
  });

  it('has somebody once for a kind of visit, and until they are withdrawn, in their own chart', async () => {
    const day = someMonday();
    const [patientId, other] = [await newPerson(fhir, 'Attend'), await newPerson(fhir, 'Autre')];
    const id = crypto.randomUUID();
    expect((await waits(patientId, day, { id })).status).toBe(200);
    // the form sent twice is one
    expect((await waits(patientId, day, { id })).status).toBe(200);
    expect((await waits(patientId, day)).error.issues).toMatchObject([
      { path: ['kind'], message: 'waits-already' },
    ]);
    expect((await waits(other, day, { id })).status).toBe(412);
    expect((await secretary.call('withdrawWaiting', { patientId: other, id })).status).toBe(412);
    expect(await lineOf(id)).toBeDefined();
    expect((await secretary.call('withdrawWaiting', { patientId, id })).status).toBe(200);
    expect(await lineOf(id)).toBeUndefined();
  });

  it('names the field of what cannot be waited for', async () => {
    const patientId = await newPerson(fhir, 'Attend');
    const day = someMonday();
    const wrong = async (more: object) => (await waits(patientId, day, more)).error.issues?.[0];
    expect(await wrong({ kind: 'nothing' })).toMatchObject({ path: ['kind'], message: 'unknown-kind' });
    expect(await wrong({ practitionerId: 'pract-okonkwo' })).toMatchObject({ path: ['practitionerId'] });
    expect(await wrong({ starts: '12:00', ends: '09:00' })).toMatchObject({ path: ['ends'] });
    expect(await wrong({ from: '2020-01-06' })).toMatchObject({ path: ['from'], message: 'in-the-past' });
  });

  it('does not name who closed their appointments to the reader, and is closed to who does not book', async () => {
    const patientId = await newPerson(fhir, 'Secret');
    const { data } = await waits(patientId, someMonday());
    const before = (await secretary.ask<WaitingListView>('waiting', {})).data;
    expect(before.lines.map(({ id }) => id)).toContain(data.id);
    await fhir.create<Consent>(
      buildConsent({
        ...{ patientId, kind: 'objection', decision: 'deny' },
        persons: [{ reference: 'Practitioner/pract-secretaire-attente', display: 'Dominique' }],
        ...{ from: null, until: null, signedOn: null, at: new Date() },
        ...{ performers: [], key: crypto.randomUUID() },
      }),
    );
    const after = (await secretary.ask<WaitingListView>('waiting', {})).data;
    expect(after.lines.map(({ id }) => id)).not.toContain(data.id);
    expect(JSON.stringify(after)).not.toContain(patientId);
    expect(after.hidden).toBe(before.hidden + 1);
    expect((await doctor.ask('waiting', {})).status).toBe(403);
    expect((await doctor.call('addToWaiting', { patientId })).status).toBe(403);
  });

  it('shows what is of the reader’s units, or of the whole house', async () => {
    const patientId = await newPerson(fhir, 'Attend');
    const { data } = await waits(patientId, someMonday());
    // who works in no unit sees all
    const ofAll = (await stranger.ask<WaitingListView>('waiting', { ofOwnUnits: true })).data;
    expect(ofAll.units).toEqual([]);
    expect(ofAll.lines.map(({ id }) => id)).toContain(data.id);
    expect((await secretary.ask<WaitingListView>('waiting', {})).data.units).toHaveLength(2);
  });
});

describe('clashes', () => {
  const written = async (patientId: string, start: string, end: string): Promise<string> => {
    const { id } = await fhir.create<Appointment>({
      resourceType: 'Appointment',
      status: 'booked',
      ...{ start, end },
      participant: [
        { actor: { reference: patientReference(patientId) }, status: 'accepted' },
        { actor: { reference: perrin }, status: 'accepted' },
      ],
    });
    return id ?? '';
  };

  it('are what others wrote over each other, both named, until somebody of the unit has seen them', async () => {
    const day = someMonday();
    const [one, other] = [await newPerson(fhir, 'Premier'), await newPerson(fhir, 'Second')];
    const first = await secretary.booked(one, at(day, '10:00'), 'cardio-suivi', [perrin]);
    const second = await written(other, at(day, '10:15'), at(day, '10:45'));
    const found = async (): Promise<ClashView | undefined> =>
      (await secretary.ask<ClashesView>('clashes', {})).data.clashes.find(
        (clash) => clash.other.appointmentId === second,
      );
    await expect
      .poll(found, { timeout: 20_000 })
      .toMatchObject({
        ...{ resource: { id: 'pract-perrin' }, isOwn: true },
        one: { appointmentId: first, patient: { id: one } },
        other: { appointmentId: second, patient: { id: other } },
      });
    const id = (await found())?.id;
    const refused = await stranger.call('seeClash', { id });
    expect([refused.status, refused.error.reason]).toEqual([403, 'other-agenda']);
    expect((await doctor.ask('clashes', {})).status).toBe(403);
    expect((await secretary.call('seeClash', { id })).status).toBe(200);
    expect(await found()).toBeUndefined();
    expect((await secretary.call('seeClash', { id })).status).toBe(404);
  });
});
