import type { Appointment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { occupiedBy } from './occupies.ts';
import { visitKindSystem } from './visit-kind.ts';

const known = new Set(['Practitioner/p1', 'Location/echo', 'HealthcareService/cardio-echo']);
const role = new Map([['PractitionerRole/r1', 'Practitioner/p2']]);
type Part = NonNullable<Appointment['participant']>[number];
const appointment = (more: Partial<Appointment>, ...participant: Part[]) => ({
  resourceType: 'Appointment' as const,
  id: 'a',
  status: 'booked' as const,
  start: '2031-03-03T10:00:00+01:00',
  end: '2031-03-03T10:30:00+01:00',
  participant: [{ actor: { reference: 'Patient/x' }, status: 'accepted' as const }, ...participant],
  ...more,
});
const part = (reference: string, more: Partial<Part> = {}): Part => ({
  actor: { reference },
  status: 'accepted',
  ...more,
});

describe('what an Appointment occupies', () => {
  it('its practitioners, by their roles too, and the rooms that have an agenda', () => {
    expect(
      occupiedBy(
        appointment({}, part('PractitionerRole/r1'), part('Location/echo'), part('Location/ward')),
        known,
        role,
      ),
    ).toEqual({
      appointment: 'a',
      patient: 'Patient/x',
      kind: null,
      resources: ['Practitioner/p2', 'Location/echo'],
      start: '2031-03-03T09:00:00.000Z',
      end: '2031-03-03T09:30:00.000Z',
    });
  });

  it.each([
    ['cardio-echo', 'cardio-echo'],
    ['onco-suivi', null],
  ])('its kind, where that is one of the agenda: %s', (code, kind) => {
    const serviceType = [{ coding: [{ system: visitKindSystem, code }] }];
    const asked = occupiedBy(appointment({ serviceType }, part('Practitioner/p1')), known, role);
    expect(asked.kind).toBe(kind);
  });

  it('neither who is named for information nor who declined', () => {
    const parts = [
      part('Practitioner/p1', { required: 'information-only' }),
      part('Location/echo', { status: 'declined' }),
    ];
    expect(occupiedBy(appointment({}, ...parts), known, role).resources).toEqual([]);
  });

  it.each(['proposed', 'waitlist', 'cancelled', 'noshow', 'entered-in-error'] as const)(
    'nothing when it is %s',
    (status) => {
      expect(occupiedBy(appointment({ status }, part('Practitioner/p1')), known, role)).toMatchObject({
        resources: [],
        start: null,
      });
    },
  );

  it.each([
    ['without an end', { end: undefined }],
    ['that ends before it begins', { end: '2031-03-03T09:00:00+01:00' }],
    ['without times', { start: undefined, end: undefined }],
  ])('nothing %s', (_name, more) => {
    const one = appointment(more as Partial<Appointment>, part('Practitioner/p1'));
    expect(occupiedBy(one, known, role).start).toBeNull();
  });
});
