import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Appointment } from '@medplum/fhirtypes';
import type { ChangeView, HoldView } from './booking-view.ts';
import { BookingHospital, at, farMonday, perrin, visitAt } from './testing-agenda.ts';

let hospital: BookingHospital;

beforeAll(async () => {
  hospital = await BookingHospital.open();
}, 180_000);
afterAll(() => hospital.close());
type Hospital = BookingHospital;
const call: Hospital['call'] = (...all) => hospital.call(...all);
const somebody = () => hospital.somebody();
const hold: Hospital['hold'] = (...all) => hospital.hold(...all);
const book: Hospital['book'] = (...all) => hospital.book(...all);
const booked: Hospital['booked'] = (...all) => hospital.booked(...all);
const stored = (id: string) => hospital.stored(id);

describe('changing', () => {
  const seen = (appointmentId: string, start: string) => ({ key: crypto.randomUUID(), appointmentId, start });

  it('moved, it is there and its old place is free; a place that is taken is said', async () => {
    const day = farMonday();
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
    const day = farMonday();
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
    const day = farMonday();
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
    const day = farMonday();
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

  it('of others’ making, it is put back only where nobody has its place', async () => {
    const day = farMonday();
    const [patientId, start] = [await somebody(), at(day, '10:00')];
    const { id = '' } = await hospital.fhir.create<Appointment>({
      resourceType: 'Appointment',
      status: 'cancelled',
      start,
      end: at(day, '10:30'),
      participant: [patientReference(patientId), perrin].map((reference) => ({
        actor: { reference },
        status: 'accepted',
      })),
    });
    const { appointmentId, patientId: other } = await booked(at(day, '10:15'));
    const back = () => call<ChangeView>('restore', { patientId, ...seen(id, start) });
    expect((await back()).data).toMatchObject({
      ...{ isDone: false, mayBeOver: false },
      obstacles: [{ reason: 'taken', by: [{ appointmentId }] }],
    });
    expect((await stored(id)).status).toBe('cancelled');
    await call('cancel', {
      ...{ patientId: other, ...seen(appointmentId, at(day, '10:15')) },
      ...{ by: 'patient', reason: 'Empêché' },
    });
    expect((await back()).data.isDone).toBe(true);
    expect((await stored(id)).status).toBe('booked');
  });

  it('nothing of another chart is changed through this one', async () => {
    const day = farMonday();
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
    const day = farMonday();
    const patientId = await somebody();
    const one = await hospital.fhir.create<Appointment>({
      resourceType: 'Appointment',
      status: 'booked',
      start: at(day, '10:00'),
      end: at(day, '10:30'),
      participant: [
        { actor: { reference: patientReference(patientId) }, status: 'accepted' },
        { actor: { reference: perrin }, status: 'accepted' },
        // not said to be there for information
        { actor: { reference: 'Location/loc-agenda' }, status: 'accepted' },
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
    const now = await stored(one.id ?? '');
    expect(now.start).toBe(new Date(at(day, '11:00')).toISOString());
    expect(now.participant.map(({ actor }) => actor?.reference)).toContain('Location/loc-agenda');
  });
});
