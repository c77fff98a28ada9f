import type { FhirClient } from '@keneyapp/fhir-client';
import {
  callMutation,
  callQuery,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { addDays, dayOf, mondayOf, offsetAt } from '@keneyapp/fhir-model/hospital-days';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Appointment, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectAsSystem, readResult } from '../../testing-http.ts';
import type {
  BookedView,
  ChangeView,
  FoundPlaces,
  HoldView,
  KindView,
  OpeningsView,
} from './booking-view.ts';
import { withBookableVisits } from './testing-agenda.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let fhir: FhirClient;
let close: () => Promise<void>;
let secretary: Visitor, other: Visitor, doctor: Visitor;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  ({ fhir, close } = await connectAsSystem(sandbox));
  await withBookableVisits(fhir);
  [secretary, other, doctor] = (await Promise.all(
    ['secretaire', 'secretaire', 'medecin'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor];
}, 180_000);
afterAll(() => close());

/** A Monday far enough that nobody else books there; each test has its own. */
let weeks = 20 + Math.floor(Math.random() * 400);
function someMonday(): string {
  const day = addDays(mondayOf(dayOf(new Date())), 7 * ++weeks);
  // no public holiday in these months: on one nobody is booked
  return ['02', '09', '10'].includes(day.slice(5, 7)) ? day : someMonday();
}
const at = (day: string, time: string): string => `${day}T${time}:00${offsetAt(`${day}T${time}:00`)}`;
const perrin = 'Practitioner/pract-perrin';

async function somebody(): Promise<string> {
  const { id } = await fhir.create<Patient>({
    resourceType: 'Patient',
    name: [{ use: 'official', family: 'Agenda', given: ['Alix'] }],
  });
  return id ?? '';
}
const call = async <T>(name: string, input: object, visitor = secretary) =>
  readResult<T>(await callMutation(bff, visitor, `appointments.${name}`, input));
const ask = async <T>(name: string, input?: object, visitor = secretary) =>
  readResult<T>(await callQuery(bff, visitor, `appointments.${name}`, input));

const visitAt = (start: string, kind = 'cardio-suivi', resources = [perrin]) => ({ kind, start, resources });
const hold = (patientId: string, start: string, visitor = secretary, key = crypto.randomUUID()) =>
  call<HoldView>('hold', { patientId, key, visits: [visitAt(start)] }, visitor);
const book = (patientId: string, { data }: { data: HoldView }, more: object = {}) =>
  call<BookedView>('book', {
    patientId,
    key: crypto.randomUUID(),
    bookings: data.held.map(({ bookingId }) => bookingId),
    ...more,
  });
async function booked(
  start: string,
  patientId?: string,
): Promise<{ patientId: string; appointmentId: string }> {
  const who = patientId ?? (await somebody());
  const { data } = await book(who, await hold(who, start));
  return { patientId: who, appointmentId: data.appointments[0] ?? '' };
}
const stored = (id: string) => fhir.read('Appointment', id);

describe('what can be booked', () => {
  it('is a service that somebody gives, by name, with its rooms', async () => {
    const { data } = await ask<KindView[]>('kinds');
    const echo = data.find(({ id }) => id === 'cardio-echo');
    expect(echo).toMatchObject({ name: 'Échocardiographie', minutes: 30, places: 1 });
    expect(echo?.practitioners.map(({ id }) => id)).toEqual(['pract-perrin']);
    expect(echo?.rooms.map(({ name }) => name)).toEqual(['Salle 1', 'Salle 2']);
    // of others nobody gives what the agenda knows
    expect(data.map(({ id }) => id)).not.toContain('fme-enfant');
  });

  it('is refused to who does not book', async () => {
    expect((await ask('kinds', undefined, doctor)).status).toBe(403);
    const patientId = await somebody();
    expect((await hold(patientId, at(someMonday(), '09:00'), doctor)).status).toBe(403);
  });
});

describe('finding', () => {
  it('the earliest free places, by whom and where', async () => {
    const from = someMonday();
    const { data } = await ask<FoundPlaces>('find', {
      kind: 'cardio-echo',
      from,
      days: 5,
      starts: '08:00',
      ends: '12:00',
      weekdays: [2],
    });
    expect(data.free[0]?.visit).toMatchObject({
      kind: 'cardio-echo',
      start: new Date(at(addDays(from, 1), '09:00')).toISOString(),
      practitioners: [{ id: 'pract-perrin' }],
    });
    expect(data.free[0]?.visit.rooms).toHaveLength(1);
  });

  it('says why there is none, what comes next, and with whom instead', async () => {
    const from = someMonday();
    const { data } = await ask<FoundPlaces>('find', {
      kind: 'cardio-suivi',
      from: addDays(from, 5),
      days: 2,
    });
    expect(data.free).toEqual([]);
    expect(data.none).toMatchObject({ needs: ['closed'], withOthers: null });
    expect(data.none?.firstAfter?.start).toBe(new Date(at(addDays(from, 7), '09:00')).toISOString());
    // one is full that morning, another is not
    await booked(at(from, '09:00'));
    const okonkwo = { kind: 'medint-suivi', practitionerId: 'pract-okonkwo', from, days: 1 };
    const patientId = await somebody();
    const free = await ask<FoundPlaces>('find', { ...okonkwo, starts: '09:00', ends: '10:00' });
    for (const start of ['09:00', '09:30'])
      await call<HoldView>('hold', {
        patientId,
        key: crypto.randomUUID(),
        visits: [visitAt(at(from, start), 'medint-suivi', ['Practitioner/pract-okonkwo'])],
      });
    const full = await ask<FoundPlaces>('find', { ...okonkwo, starts: '09:00', ends: '10:00' });
    expect([free.data.free.length > 0, full.data.none?.needs]).toEqual([true, ['full']]);
    expect(full.data.none?.withOthers?.practitioners).toMatchObject([{ id: 'pract-vasseur' }]);
  });

  it('names the field of what it cannot look for', async () => {
    const from = someMonday();
    const wrong = async (more: object) =>
      (await ask('find', { kind: 'cardio-suivi', from, ...more })).error.issues?.[0];
    expect(await wrong({ kind: 'nothing' })).toMatchObject({ path: ['kind'], message: 'unknown-kind' });
    expect(await wrong({ practitionerId: 'pract-okonkwo' })).toMatchObject({
      path: ['practitionerId'],
      message: 'not-of-this-kind',
    });
    expect(await wrong({ starts: '12:00', ends: '09:00' })).toMatchObject({ path: ['ends'] });
    expect(await wrong({ from: '2020-01-06' })).toMatchObject({ path: ['from'], message: 'in-the-past' });
  });
});

describe('holding and booking', () => {
  it('a place that is held is taken for others, and booked it is an Appointment with who and what takes part', async () => {
    const start = at(someMonday(), '10:00');
    const [patientId, second] = [await somebody(), await somebody()];
    const held = await hold(patientId, start);
    expect(held.data).toMatchObject({ obstacles: [], held: [{ start: new Date(start).toISOString() }] });
    const refused = await hold(second, start, other);
    expect(refused.data).toMatchObject({
      held: [],
      mayBeOver: true,
      obstacles: [{ reason: 'taken', resource: { id: 'pract-perrin' }, by: [{}] }],
    });
    const { status, data } = await book(patientId, held, { comment: 'Vient avec ses lunettes' });
    expect(status).toBe(200);
    expect(await stored(data.appointments[0] ?? '')).toMatchObject({
      status: 'booked',
      comment: 'Vient avec ses lunettes',
      serviceType: [{ text: 'Consultation de suivi' }],
      minutesDuration: 30,
      participant: [
        { actor: { reference: patientReference(patientId) } },
        { actor: { reference: perrin }, required: 'required' },
        { actor: { reference: 'Location/loc-agenda' }, required: 'information-only' },
      ],
    });
  });

  it('sent twice it is one; sent by somebody else, or for another, it keeps nothing of it', async () => {
    const start = at(someMonday(), '10:00');
    const [patientId, second] = [await somebody(), await somebody()];
    const key = crypto.randomUUID();
    const [one, again] = [
      await hold(patientId, start, secretary, key),
      await hold(patientId, start, secretary, key),
    ];
    expect(again.data.held).toEqual(one.data.held);
    expect((await hold(second, start, secretary, key)).data.held).toEqual([]);
    // another chart's hold is not booked into this one
    expect((await book(second, one)).status).toBe(412);
    const form = crypto.randomUUID();
    const first = await book(patientId, one, { key: form });
    const same = await book(patientId, one, { key: form });
    expect(same.data).toEqual(first.data);
    expect((await stored(first.data.appointments[0] ?? '')).meta?.versionId).toBe('1');
    // one form, two contents: what was sent first stands, and keeps its place
    expect((await book(patientId, one, { key: form, comment: 'autre' })).status).toBe(409);
    expect((await hold(second, start)).data.obstacles).toMatchObject([{ reason: 'taken' }]);
  });

  it('what was let go is free, and cannot be booked any more', async () => {
    const start = at(someMonday(), '10:00');
    const [patientId, second] = [await somebody(), await somebody()];
    const held = await hold(patientId, start);
    const bookings = held.data.held.map(({ bookingId }) => bookingId);
    expect((await call('letGo', { patientId: second, bookings })).status).toBe(412);
    await call('letGo', { patientId, bookings });
    expect((await book(patientId, held)).status).toBe(412);
    expect((await hold(second, start)).data.held).toHaveLength(1);
  });

  it('over others only with a reason, which stays with it', async () => {
    const start = at(someMonday(), '10:00');
    await booked(start);
    const patientId = await somebody();
    const over = await call<HoldView>('holdOver', {
      patientId,
      key: crypto.randomUUID(),
      visits: [visitAt(start)],
    });
    expect(over.data.held).toHaveLength(1);
    const without = await book(patientId, over);
    expect(without.error.issues).toMatchObject([{ path: ['overReason'], message: 'required' }]);
    const { data } = await book(patientId, over, { overReason: 'Vu avec le Dr Perrin' });
    expect((await stored(data.appointments[0] ?? '')).extension).toMatchObject([
      { valueString: 'Vu avec le Dr Perrin' },
    ]);
  });

  it('tells of what the person has at the time, that day, and of the kind', async () => {
    const day = someMonday();
    const { patientId } = await booked(at(day, '10:00'));
    const { data } = await call<HoldView>('hold', {
      patientId,
      key: crypto.randomUUID(),
      isTrial: true,
      visits: [visitAt(at(day, '10:00'), 'medint-suivi', ['Practitioner/pract-vasseur'])],
    });
    expect(data).toMatchObject({
      held: [],
      others: [{ how: 'same-time', service: 'Consultation de suivi' }],
    });
  });

  it('takes all that the kind takes, and nothing else', async () => {
    const patientId = await somebody();
    const start = at(someMonday(), '10:00');
    const tried = async (kind: string, resources: string[]) =>
      (await call('hold', { patientId, key: crypto.randomUUID(), visits: [{ kind, start, resources }] }))
        .error.issues?.[0]?.message;
    expect(await tried('cardio-echo', [perrin])).toBe('not-of-this-kind');
    expect(await tried('cardio-suivi', [perrin, 'Location/loc-echo-1'])).toBe('not-of-this-kind');
    expect(await tried('cardio-suivi', ['Practitioner/pract-okonkwo'])).toBe('not-of-this-kind');
  });

  it('twenty at once for one place: one has it', async () => {
    const start = at(someMonday(), '11:00');
    const people = await Promise.all(Array.from({ length: 20 }, somebody));
    const held = await Promise.all(people.map((patientId) => hold(patientId, start)));
    expect(held.filter(({ data }) => data.held.length === 1)).toHaveLength(1);
  });
});

describe('changing', () => {
  const seen = (appointmentId: string, start: string) => ({ key: crypto.randomUUID(), appointmentId, start });

  it('moved, it is there and its old place is free; a place that is taken is said', async () => {
    const day = someMonday();
    const { patientId, appointmentId } = await booked(at(day, '10:00'));
    await booked(at(day, '15:00'));
    const taken = await call<ChangeView>('move', {
      patientId,
      ...seen(appointmentId, at(day, '10:00')),
      to: { start: at(day, '15:00') },
    });
    expect(taken.data).toMatchObject({ isDone: false, obstacles: [{ reason: 'taken' }] });
    const moved = await call<ChangeView>('move', {
      patientId,
      ...seen(appointmentId, at(day, '10:00')),
      to: { start: at(day, '10:15'), minutes: 45 },
    });
    expect(moved.data.isDone).toBe(true);
    expect(await stored(appointmentId)).toMatchObject({
      start: new Date(at(day, '10:15')).toISOString(),
      minutesDuration: 45,
    });
    expect((await hold(await somebody(), at(day, '09:45'))).data.held).toHaveLength(1);
  });

  it('to another practitioner: who took part before does not any more', async () => {
    const day = someMonday();
    const patientId = await somebody();
    const visit = visitAt(at(day, '10:00'), 'medint-suivi', ['Practitioner/pract-vasseur']);
    const held = await call<HoldView>('hold', { patientId, key: crypto.randomUUID(), visits: [visit] });
    const appointmentId = (await book(patientId, held)).data.appointments[0] ?? '';
    await call('move', {
      patientId,
      ...seen(appointmentId, at(day, '10:00')),
      to: { start: at(day, '10:00'), resources: ['Practitioner/pract-okonkwo'] },
    });
    const actors = (await stored(appointmentId)).participant.map(({ actor }) => actor?.reference);
    expect(actors).toContain('Practitioner/pract-okonkwo');
    expect(actors).not.toContain('Practitioner/pract-vasseur');
  });

  it('two people move one: who comes second learns that it has moved', async () => {
    const day = someMonday();
    const { patientId, appointmentId } = await booked(at(day, '10:00'));
    const goes = (time: string) =>
      call<ChangeView>('move', {
        patientId,
        ...seen(appointmentId, at(day, '10:00')),
        to: { start: at(day, time) },
      });
    const both = await Promise.all([goes('14:00'), goes('16:00')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const { start = '' } = await stored(appointmentId);
    const free = both[0].status === 200 ? '16:00' : '14:00';
    expect(Date.parse(start)).not.toBe(Date.parse(at(day, free)));
    expect((await hold(await somebody(), at(day, free))).data.held).toHaveLength(1);
  });

  it('cancelled, its place is free at once; put back, it is there again unless somebody took it', async () => {
    const day = someMonday();
    const { patientId, appointmentId } = await booked(at(day, '10:00'));
    const start = at(day, '10:00');
    await call('cancel', { patientId, ...seen(appointmentId, start), by: 'patient', reason: 'Empêchée' });
    expect(await stored(appointmentId)).toMatchObject({
      status: 'cancelled',
      cancelationReason: { text: 'Empêchée', coding: [{ code: 'pat' }] },
    });
    expect(
      (await call<ChangeView>('restore', { patientId, ...seen(appointmentId, start) })).data.isDone,
    ).toBe(true);
    expect(await stored(appointmentId)).toMatchObject({ status: 'booked' });
    expect((await stored(appointmentId)).cancelationReason).toBeUndefined();
    await call('cancel', { patientId, ...seen(appointmentId, start), by: 'hospital', reason: 'Absence' });
    await booked(start);
    expect(
      (await call<ChangeView>('restore', { patientId, ...seen(appointmentId, start) })).data,
    ).toMatchObject({ isDone: false, obstacles: [{ reason: 'taken' }] });
    expect((await stored(appointmentId)).status).toBe('cancelled');
  });

  it('nothing of another chart is changed through this one', async () => {
    const day = someMonday();
    const { appointmentId } = await booked(at(day, '10:00'));
    const patientId = await somebody();
    const start = at(day, '10:00');
    const tried = await Promise.all([
      call('move', { patientId, ...seen(appointmentId, start), to: { start: at(day, '11:00') } }),
      call('cancel', { patientId, ...seen(appointmentId, start), by: 'patient', reason: 'x' }),
      call('restore', { patientId, ...seen(appointmentId, start) }),
    ]);
    expect(tried.map(({ status }) => status >= 400)).toEqual([true, true, true]);
    expect(await stored(appointmentId)).toMatchObject({ status: 'booked', meta: { versionId: '1' } });
    expect((await hold(await somebody(), at(day, '11:00'))).data.held).toHaveLength(1);
  });

  it('what others wrote occupies within seconds, moves and is cancelled like ours', async () => {
    const day = someMonday();
    const patientId = await somebody();
    const one = await fhir.create<Appointment>({
      resourceType: 'Appointment',
      status: 'booked',
      start: at(day, '10:00'),
      end: at(day, '10:30'),
      participant: [
        { actor: { reference: patientReference(patientId) }, status: 'accepted' },
        { actor: { reference: perrin }, status: 'accepted' },
      ],
    });
    await expect
      .poll(async () => (await hold(await somebody(), at(day, '10:00'))).data.obstacles[0]?.reason, {
        timeout: 20_000,
      })
      .toBe('taken');
    const moved = await call<ChangeView>('move', {
      patientId,
      ...seen(one.id ?? '', at(day, '10:00')),
      to: { start: at(day, '11:00') },
    });
    expect(moved.data).toMatchObject({ isDone: true });
    expect((await stored(one.id ?? '')).start).toBe(new Date(at(day, '11:00')).toISOString());
  });
});

it('openings: when somebody can be booked, and what is held without whom', async () => {
  const day = someMonday();
  await hold(await somebody(), at(day, '10:00'));
  const { data } = await ask<OpeningsView>(
    'openings',
    { practitioners: ['pract-perrin'], from: day, days: 1 },
    doctor,
  );
  expect(data.columns[0]?.open.map(({ start }) => start)).toEqual(
    ['09:00', '14:00'].map((time) => new Date(at(day, time)).toISOString()),
  );
  expect(data.held).toEqual([
    {
      start: new Date(at(day, '10:00')).toISOString(),
      end: new Date(at(day, '10:30')).toISOString(),
      practitioners: ['pract-perrin'],
    },
  ]);
});
