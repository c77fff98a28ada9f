import type { FhirClient } from '@keneyapp/fhir-client';
import { visitKindSystem } from '../../../apps/bff/src/booking/visit-kind.ts';
import { calendarEntry } from '../../../apps/bff/src/messages/calendar.ts';
import type { House, Language, MessageKind, Told } from '../../../apps/bff/src/messages/message.ts';
import { mayBeNamed, namesIn } from '../../../apps/bff/src/messages/recipient.ts';
import { wordsOf } from '../../../apps/bff/src/messages/wording.ts';
import type { Appointment, HealthcareService } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { visitResources } from './visits.ts';

const house: House = { name: 'Centre hospitalier', address: '12 avenue de la Loire', telephone: '02 47' };
const services = visitResources().filter(
  (one): one is HealthcareService & { id: string } => one.resourceType === 'HealthcareService',
);
const record = {
  read: (_type: string, id: string) => Promise.resolve(services.find((one) => one.id === id)),
} as unknown as Pick<FhirClient, 'read'>;

const booked = (service: HealthcareService & { id: string }): Appointment => ({
  resourceType: 'Appointment',
  status: 'booked',
  comment: 'bilan',
  serviceType: [{ coding: [{ system: visitKindSystem, code: service.id }], text: service.name ?? '' }],
  participant: [
    { actor: { reference: 'Practitioner/p', display: 'Dr Perrin' }, status: 'accepted' },
    ...(service.location ?? []).map((actor, i) => ({
      actor: { ...actor, display: `${service.providedBy?.display ?? ''} ${i}` },
      required: i === 0 ? ('information-only' as const) : ('required' as const),
      status: 'accepted' as const,
    })),
  ],
});

/** All that leaves: subject, text, calendar. */
async function messageOf(service: HealthcareService & { id: string }, kind: MessageKind, language: Language) {
  const appointment = booked(service);
  const told: Told = {
    ...{ kind, language },
    ...{ start: '2027-01-12T08:00:00Z', end: '2027-01-12T08:30:00Z', before: '2027-01-11T08:00:00Z' },
    ...((await mayBeNamed(appointment, record)) ? namesIn(appointment) : { places: [], practitioners: [] }),
  };
  const { subject, text } = wordsOf(told, house);
  const { content } = calendarEntry(
    { id: 'm', told, uid: 'u', sequence: 1, to: 'a@b.example' },
    { house, from: 'h@h.example', now: new Date('2027-01-01T00:00:00Z') },
  );
  return { subject, text, calendar: content, isNamed: told.practitioners.length > 0 };
}

describe.each(services.map((service) => [service.id, service] as const))(
  'a message about %s',
  (id, service) => {
    it('says neither what is done nor why, and who and where only when that tells of nothing', async () => {
      for (const kind of ['confirmed', 'changed', 'cancelled', 'reminder'] as const)
        for (const language of ['fr', 'en'] as const) {
          const { isNamed, ...message } = await messageOf(service, kind, language);
          const all = Object.values(message).join('\n');
          for (const word of [service.name ?? '-', 'bilan', id]) expect(all).not.toContain(word);
          const ward = service.providedBy?.display ?? '-';
          expect([all.includes('Dr Perrin'), all.includes(ward)]).toEqual([isNamed, isNamed]);
          // neither stands in a calendar, nor on a locked screen
          expect(message.subject + message.calendar).not.toMatch(/Perrin/);
          expect(message.subject + message.calendar).not.toContain(ward);
          expect(all).toContain('09:00');
        }
    });
  },
);

it('of the seeded kinds those of general medicine alone may be named', async () => {
  const named = await Promise.all(
    services.map(async (one) => ((await mayBeNamed(booked(one), record)) ? [one.id] : [])),
  );
  expect(named.flat()).toEqual(['medint-premiere', 'medint-suivi']);
});
