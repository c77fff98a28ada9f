import type { Appointment } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { afterStep, readReception, receptionSteps, stepsFrom, type ReceptionStep } from './reception.ts';

const at = (minute: number) => new Date(`2026-11-24T09:${String(minute).padStart(2, '0')}:00Z`);
const booked: Appointment = {
  resourceType: 'Appointment',
  status: 'booked',
  participant: [],
  extension: [{ url: 'https://other.example/x', valueString: 'kept' }],
};
const after = (...steps: ReceptionStep[]): Appointment =>
  steps.reduce((visit, step, i) => {
    const next = afterStep(visit, step, at(i));
    if (!next) throw new Error(`${step} cannot be taken`);
    return next;
  }, booked);

it('follows a visit from its arrival to its end, and keeps what others wrote', () => {
  const over = after('arrive', 'call', 'leave');
  expect(over.status).toBe('fulfilled');
  expect(readReception(over)).toEqual({
    arrived: at(0).toISOString(),
    called: at(1).toISOString(),
    left: at(2).toISOString(),
  });
  expect(over.extension).toContainEqual({ url: 'https://other.example/x', valueString: 'kept' });
});

it('is taken back step by step until it is as it was', () => {
  const visit = after('arrive', 'call', 'leave', 'back');
  expect([visit.status, readReception(visit).left]).toEqual(['arrived', null]);
  expect(after('arrive', 'call', 'leave', 'back', 'back', 'back')).toEqual(booked);
  expect(after('miss', 'back')).toEqual(booked);
});

it('gives who arrives a ticket, which they keep until the arrival is taken back; the room goes with the call', () => {
  const arrived = afterStep(booked, 'arrive', at(0), { ticket: 'BK42' });
  const called = arrived && afterStep(arrived, 'call', at(1), { room: 'C1' });
  expect(called && readReception(called)).toMatchObject({ ticket: 'BK42', room: 'C1' });
  const waits = called && afterStep(called, 'back', at(2));
  expect(waits && readReception(waits)).toEqual({
    ...{ arrived: at(0).toISOString(), called: null, left: null },
    ticket: 'BK42',
  });
  expect(waits && afterStep(waits, 'back', at(3))).toEqual(booked);
});

it('takes no step that makes no sense', () => {
  expect(afterStep(booked, 'leave', at(0))).toBeNull();
  expect(afterStep(booked, 'back', at(0))).toBeNull();
  for (const status of ['cancelled', 'entered-in-error', 'proposed', 'waitlist'] as const)
    for (const step of receptionSteps) expect(afterStep({ ...booked, status }, step, at(0))).toBeNull();
  expect(stepsFrom(after('arrive', 'call'))).toEqual(['leave', 'back']);
});

it('takes none where several come: one status says nothing of each', () => {
  const of = (...ids: string[]): Appointment => ({
    ...booked,
    participant: ids.map((id) => ({ actor: { reference: `Patient/${id}` }, status: 'accepted' })),
  });
  expect(stepsFrom(of('a', 'a'))).toEqual(['arrive', 'miss']);
  expect(stepsFrom(of('a', 'b'))).toEqual([]);
  expect(afterStep(of('a', 'b'), 'arrive', at(0))).toBeNull();
});

it('what was not confirmed yet is not confirmed by taking back', () => {
  const pending: Appointment = { ...booked, status: 'pending' };
  for (const steps of [
    ['miss', 'back'],
    ['arrive', 'call', 'leave', 'back', 'back', 'back'],
  ] satisfies ReceptionStep[][])
    expect(
      steps.reduce<Appointment | null>((visit, step, i) => visit && afterStep(visit, step, at(i)), pending),
    ).toEqual(pending);
});

it('reads times that others wrote badly as none', () => {
  const extension = [
    {
      url: 'https://keneyapp.example/reception',
      extension: [{ url: 'arrived', valueDateTime: 'soon' }, { url: 'called' }],
    },
  ];
  expect(readReception({ extension })).toEqual({ arrived: null, called: null, left: null });
});
