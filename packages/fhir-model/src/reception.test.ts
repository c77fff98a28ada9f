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

it('takes no step that makes no sense', () => {
  expect(afterStep(booked, 'leave', at(0))).toBeNull();
  expect(afterStep(booked, 'back', at(0))).toBeNull();
  for (const status of ['cancelled', 'entered-in-error', 'proposed', 'waitlist'] as const)
    for (const step of receptionSteps) expect(afterStep({ ...booked, status }, step, at(0))).toBeNull();
  expect(stepsFrom({ status: 'arrived', called: at(0).toISOString() })).toEqual(['leave', 'back']);
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
