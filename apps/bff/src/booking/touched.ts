import type { AgendaChange } from '@keneyapp/appointments/client';
import { isInstant } from '@keneyapp/fhir-model/dates';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { referenceKey } from '@keneyapp/fhir-model/references';
import type { Appointment } from '@medplum/fhirtypes';
import type { PractitionerOf } from './occupies.ts';

const isTold = /^(Practitioner|Location|Device|HealthcareService)\/[A-Za-z0-9.-]{1,64}$/;

/**
 * On whose agenda a visit stands, and when: what screens are told of when it changes. Its wards and services too, which take
 * no place: of a visit without a practitioner nothing else tells. Never the patient.
 */
export function touchedBy(
  { start, participant = [] }: Appointment,
  practitionerOf: PractitionerOf = new Map(),
): AgendaChange[] {
  if (!isInstant(start)) return [];
  const day = dayOf(new Date(start));
  const resources = participant.flatMap(({ actor }) => {
    const named = referenceKey(actor?.reference ?? '') ?? '';
    const reference = practitionerOf.get(named) ?? named;
    return isTold.test(reference) ? reference : [];
  });
  return [...new Set(resources)].map((resource) => ({ resource, day }));
}

/** Each once. */
export const distinctChanges = (changes: readonly AgendaChange[]): AgendaChange[] => [
  ...new Map(changes.map((one) => [`${one.resource} ${one.day ?? ''}`, one])).values(),
];
