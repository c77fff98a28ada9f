import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import type { Appointment, Bundle, Patient } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { agendaView } from './view.ts';

const patient = (id: string, family: string, given: string): Patient => ({
  resourceType: 'Patient',
  id,
  name: [{ use: 'official', family, given: [given] }],
});
const appointment = (id: string, start: string, who: string): Appointment => ({
  resourceType: 'Appointment',
  id,
  status: 'booked',
  start,
  participant: [{ actor: { reference: `Patient/${who}` }, status: 'accepted' }],
});

it('marks who has a name like somebody else’s of the same day', () => {
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    entry: [
      patient('a', 'Martin', 'Luc'),
      patient('b', 'MARTIN', 'Anne'),
      patient('c', 'Roux', 'Luc'),
      appointment('1', '2026-11-23T09:00:00+01:00', 'a'),
      appointment('2', '2026-11-23T10:00:00+01:00', 'b'),
      appointment('3', '2026-11-23T11:00:00+01:00', 'c'),
      // twice on one day is one person
      appointment('4', '2026-11-24T09:00:00+01:00', 'b'),
      appointment('5', '2026-11-24T10:00:00+01:00', 'b'),
    ].map((resource) => ({
      resource,
      search: { mode: resource.resourceType === 'Patient' ? 'include' : 'match' },
    })),
  };
  const now = new Date('2026-11-23T08:00:00Z');
  const { items } = agendaView(
    bundle,
    { from: '2026-11-23', days: 7, today: '2026-11-23', fhirUser: null, receives: true, dayOf },
    now,
  );
  expect(items.map(({ id, patient: who }) => [id, who?.isHomonym])).toEqual([
    ['1', true],
    ['2', true],
    ['3', false],
    ['4', false],
    ['5', false],
  ]);
});

it('says what an appointment takes, and not what is named for information', () => {
  const { participant = [], ...visit } = appointment('1', '2026-11-23T09:00:00+01:00', 'a');
  const actors = ['Practitioner/p', 'Location/echo-1', 'Location/ward'].map((reference) => ({
    actor: { reference },
    ...(reference === 'Location/ward' ? { required: 'information-only' as const } : {}),
    status: 'accepted' as const,
  }));
  const { items } = agendaView(
    {
      resourceType: 'Bundle',
      type: 'searchset',
      entry: [
        { resource: { ...visit, participant: [...participant, ...actors] }, search: { mode: 'match' } },
      ],
    },
    { from: '2026-11-23', days: 1, today: '2026-11-23', fhirUser: null, receives: true, dayOf },
    new Date('2026-11-23T08:00:00Z'),
  );
  expect(items[0]?.resources).toEqual(['Practitioner/p', 'Location/echo-1']);
});
