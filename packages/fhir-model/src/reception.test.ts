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
  const over = after('arrive', 'check', 'call', 'enter', 'leave');
  expect(over.status).toBe('fulfilled');
  expect(readReception(over)).toEqual({
    arrived: at(0).toISOString(),
    checked: at(1).toISOString(),
    called: at(2).toISOString(),
    entered: at(3).toISOString(),
    left: at(4).toISOString(),
  });
  expect(over.extension).toContainEqual({ url: 'https://other.example/x', valueString: 'kept' });
});

it('is taken back step by step until it is as it was', () => {
  const visit = after('arrive', 'call', 'enter', 'leave', 'back');
  expect([visit.status, readReception(visit).left]).toEqual(['arrived', null]);
  expect(after('arrive', 'call', 'enter', 'leave', 'back', 'back')).toEqual(after('arrive', 'call'));
  expect(after('arrive', 'call', 'enter', 'leave', 'back', 'back', 'back')).toEqual(after('arrive'));
  expect(after('arrive', 'call', 'enter', 'leave', 'back', 'back', 'back', 'back')).toEqual(booked);
  expect(after('arrive', 'enter', 'back')).toEqual(after('arrive'));
  expect(after('miss', 'back')).toEqual(booked);
});

it('with the doctor with or without a call, somebody is still here, and keeps the room they were called to', () => {
  const entered = after('arrive', 'enter');
  expect(entered.status).toBe('arrived');
  expect(readReception(entered)).toMatchObject({ called: null, entered: at(1).toISOString() });
  const called = afterStep(after('arrive'), 'call', at(1), { room: 'C1' });
  const inside = called && afterStep(called, 'enter', at(2));
  expect(inside && readReception(inside)).toMatchObject({ room: 'C1', entered: at(2).toISOString() });
  expect(inside && afterStep(inside, 'back', at(3))).toEqual(called);
  for (const visit of [entered, inside]) expect(visit && stepsFrom(visit)).toEqual(['leave', 'back']);
});

it('a check of identity is said before or after the arrival, and is taken back without it', () => {
  for (const status of ['booked', 'pending'] as const) {
    const checked = afterStep({ ...booked, status }, 'check', at(0));
    expect(checked && [checked.status, readReception(checked).checked]).toEqual([
      status,
      at(0).toISOString(),
    ]);
    // they stand there: they did not miss it
    expect(checked && stepsFrom(checked)).toEqual(['arrive', 'uncheck']);
    expect(checked && afterStep(checked, 'uncheck', at(1))).toEqual({ ...booked, status });
    const arrived = checked && afterStep(checked, 'arrive', at(1));
    expect(arrived && readReception(arrived)).toMatchObject({
      checked: at(0).toISOString(),
      arrived: at(1).toISOString(),
    });
    // said before, it is as it was before the arrival
    expect(arrived && afterStep(arrived, 'back', at(2))).toEqual(checked);
  }
  expect(after('arrive', 'check', 'uncheck')).toEqual(after('arrive'));
  expect(readReception(after('arrive', 'call', 'check', 'uncheck')).called).toBe(at(1).toISOString());
  expect(readReception(after('arrive', 'check', 'call', 'back')).checked).toBe(at(1).toISOString());
  // said of who had arrived, it goes with the arrival
  expect(after('arrive', 'check', 'back')).toEqual(booked);
  expect(afterStep(after('check'), 'check', at(1))).toBeNull();
  expect(afterStep(booked, 'uncheck', at(1))).toBeNull();
});

it('gives who arrives a ticket, which they keep until the arrival is taken back; the room goes with the call', () => {
  const arrived = afterStep(booked, 'arrive', at(0), { ticket: 'BK42' });
  const called = arrived && afterStep(arrived, 'call', at(1), { room: 'C1' });
  expect(called && readReception(called)).toMatchObject({ ticket: 'BK42', room: 'C1' });
  const waits = called && afterStep(called, 'back', at(2));
  expect(waits && readReception(waits)).toEqual({
    ...{ checked: null, arrived: at(0).toISOString(), called: null, entered: null, left: null },
    ticket: 'BK42',
  });
  expect(waits && afterStep(waits, 'back', at(3))).toEqual(booked);
});

it('takes no step that makes no sense', () => {
  expect(afterStep(booked, 'leave', at(0))).toBeNull();
  expect(afterStep(booked, 'back', at(0))).toBeNull();
  for (const status of ['cancelled', 'entered-in-error', 'proposed', 'waitlist'] as const)
    for (const step of receptionSteps) expect(afterStep({ ...booked, status }, step, at(0))).toBeNull();
  expect(afterStep(booked, 'enter', at(0))).toBeNull();
  expect(stepsFrom(after('arrive'))).toEqual(['call', 'enter', 'check', 'leave', 'back']);
  expect(stepsFrom(after('arrive', 'call'))).toEqual(['enter', 'check', 'leave', 'back']);
  expect(stepsFrom(after('check', 'arrive', 'call'))).toEqual(['enter', 'uncheck', 'leave', 'back']);
  expect(stepsFrom(after('arrive', 'check', 'enter', 'leave'))).toEqual(['back']);
});

it('takes none where several come: one status says nothing of each', () => {
  const of = (...ids: string[]): Appointment => ({
    ...booked,
    participant: ids.map((id) => ({ actor: { reference: `Patient/${id}` }, status: 'accepted' })),
  });
  expect(stepsFrom(of('a', 'a'))).toEqual(['arrive', 'check', 'miss']);
  expect(stepsFrom(of('a', 'b'))).toEqual([]);
  expect(afterStep(of('a', 'b'), 'arrive', at(0))).toBeNull();
});

it('what was not confirmed yet is not confirmed by taking back', () => {
  const pending: Appointment = { ...booked, status: 'pending' };
  for (const steps of [
    ['miss', 'back'],
    ['arrive', 'call', 'enter', 'leave', 'back', 'back', 'back', 'back'],
    ['arrive', 'check', 'back'],
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
  expect(readReception({ extension })).toEqual({
    ...{ checked: null, arrived: null, called: null, entered: null, left: null },
  });
});
