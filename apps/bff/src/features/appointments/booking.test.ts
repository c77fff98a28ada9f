import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '@keneyapp/config/testing';
import type { BookedView, FoundPlaces, HoldView, KindView } from './booking-view.ts';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import { patientReference } from '@keneyapp/fhir-model/references';
import { BookingHospital, at, farMonday, perrin, visitAt } from './testing-agenda.ts';

let hospital: BookingHospital;
let other: Visitor, doctor: Visitor;
beforeAll(async () => {
  hospital = await BookingHospital.open();
  [other, doctor] = (await Promise.all(['secretaire', 'medecin'].map(hospital.signIn))) as [Visitor, Visitor];
}, 180_000);
afterAll(() => hospital.close());
type Hospital = BookingHospital;
const call: Hospital['call'] = (...all) => hospital.call(...all);
const ask: Hospital['ask'] = (...all) => hospital.ask(...all);
const somebody = () => hospital.somebody();
const hold: Hospital['hold'] = (...all) => hospital.hold(...all);
const book: Hospital['book'] = (...all) => hospital.book(...all);
const booked: Hospital['booked'] = (...all) => hospital.booked(...all);
const stored = (id: string) => hospital.stored(id);

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
    expect((await hold(patientId, at(farMonday(), '09:00'), doctor)).status).toBe(403);
  });
});

describe('finding', () => {
  it('the earliest free places, by whom and where', async () => {
    const from = farMonday();
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
    const from = farMonday();
    const { data } = await ask<FoundPlaces>('find', {
      kind: 'cardio-suivi',
      from: addDays(from, 5),
      days: 2,
    });
    expect(data.free).toEqual([]);
    expect(data.none).toMatchObject({ needs: ['closed'], withOthers: null });
    expect(data.none?.firstAfter?.visit.start).toBe(new Date(at(addDays(from, 7), '09:00')).toISOString());
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
    expect(full.data.none?.withOthers?.visit.practitioners).toMatchObject([{ id: 'pract-vasseur' }]);
  });

  it('of two on one day the next both, with their rooms', async () => {
    const from = farMonday();
    const { data } = await ask<FoundPlaces>('find', {
      kind: 'cardio-echo',
      from: addDays(from, 5),
      days: 2,
      then: { kind: 'cardio-suivi', practitionerId: 'pract-perrin', maxGapMinutes: 60 },
    });
    expect(data.none?.needs).toEqual(['closed', 'closed', 'closed']);
    const { visit, then } = data.none?.firstAfter ?? {};
    expect(visit?.start).toBe(new Date(at(addDays(from, 7), '09:00')).toISOString());
    expect(visit?.rooms).toHaveLength(1);
    // ten minutes are kept free after an echocardiography
    expect(then).toMatchObject({
      kind: 'cardio-suivi',
      start: new Date(at(addDays(from, 7), '09:45')).toISOString(),
    });
  });

  it('names the field of what it cannot look for', async () => {
    const from = farMonday();
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
    const start = at(farMonday(), '10:00');
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
    const start = at(farMonday(), '10:00');
    const [patientId, second] = [await somebody(), await somebody()];
    const key = crypto.randomUUID();
    const [one, again] = [
      await hold(patientId, start, hospital.secretary, key),
      await hold(patientId, start, hospital.secretary, key),
    ];
    expect(again.data.held).toEqual(one.data.held);
    expect((await hold(second, start, hospital.secretary, key)).data.held).toEqual([]);
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

  it('twelve confirmations of one hold, by two people: one makes the appointment, and nobody writes over it', async () => {
    const start = at(farMonday(), '10:00');
    const patientId = await somebody();
    const held = await hold(patientId, start);
    const bookings = held.data.held.map(({ bookingId }) => bookingId);
    const confirm = (i: number) =>
      call<BookedView>(
        'book',
        { patientId, key: crypto.randomUUID(), bookings, comment: `Formulaire ${i}` },
        i % 2 === 0 ? hospital.secretary : other,
      );
    const all = await Promise.all(Array.from({ length: 12 }, (_, i) => confirm(i)));
    const winners = all.flatMap(({ status }, i) => (status === 200 ? [i] : []));
    expect(winners).toHaveLength(1);
    expect(all.every(({ status }) => status === 200 || status === 412)).toBe(true);
    // and a form that was left open over what has been made since
    expect((await confirm(12)).status).toBe(412);
    expect(await stored(held.data.held[0]?.appointmentId ?? '')).toMatchObject({
      comment: `Formulaire ${winners[0]}`,
      meta: { versionId: '1' },
    });
    expect((await hold(await somebody(), start)).data.obstacles).toMatchObject([{ reason: 'taken' }]);
  });

  it('what was let go is free, and cannot be booked any more', async () => {
    const start = at(farMonday(), '10:00');
    const [patientId, second] = [await somebody(), await somebody()];
    const held = await hold(patientId, start);
    const bookings = held.data.held.map(({ bookingId }) => bookingId);
    expect((await call('letGo', { patientId: second, bookings })).status).toBe(412);
    await call('letGo', { patientId, bookings });
    expect((await book(patientId, held)).status).toBe(412);
    expect((await hold(second, start)).data.held).toHaveLength(1);
  });

  it('over others only with a reason, which stays with it', async () => {
    const start = at(farMonday(), '10:00');
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
    const day = farMonday();
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
    const start = at(farMonday(), '10:00');
    const tried = async (kind: string, resources: string[]) =>
      (await call('hold', { patientId, key: crypto.randomUUID(), visits: [{ kind, start, resources }] }))
        .error.issues?.[0]?.message;
    expect(await tried('cardio-echo', [perrin])).toBe('not-of-this-kind');
    expect(await tried('cardio-suivi', [perrin, 'Location/loc-echo-1'])).toBe('not-of-this-kind');
    expect(await tried('cardio-suivi', ['Practitioner/pract-okonkwo'])).toBe('not-of-this-kind');
  });

  it('twenty at once for one place: one has it', async () => {
    const start = at(farMonday(), '11:00');
    const people = await Promise.all(Array.from({ length: 20 }, somebody));
    const held = await Promise.all(people.map((patientId) => hold(patientId, start)));
    expect(held.filter(({ data }) => data.held.length === 1)).toHaveLength(1);
  });
});
