import type { AppointmentsClient } from '@keneyapp/appointments/client';
import type { ArrivedInput, Booking } from '@keneyapp/appointments/contract';
import { isInstant } from '@keneyapp/fhir-model/dates';
import { patientIdOf, patientReference, referenceKey } from '@keneyapp/fhir-model/references';
import type { Appointment } from '@medplum/fhirtypes';
import { visitKindOf } from './visit-kind.ts';

/** What takes no room: not agreed on yet, not any more, or written by mistake. */
const takesNoRoom = new Set<Appointment['status']>([
  'proposed',
  'waitlist',
  'cancelled',
  'noshow',
  'entered-in-error',
]);

/** Whether it takes place, as far as anybody knows. */
export const takesPlace = ({ status }: Pick<Appointment, 'status'>): boolean => !takesNoRoom.has(status);

/** An Appointment with a time. */
export type Timed = Appointment & { id: string };

/** `PractitionerRole/…` named by appointments, with whom they stand for. */
export type PractitionerOf = ReadonlyMap<string, string>;

/** References of what has an agenda, and of the kinds that are booked in it. */
export async function knownTo(client: Pick<AppointmentsClient, 'call'>): Promise<ReadonlySet<string>> {
  const [{ resources }, { kinds }] = await Promise.all([
    client.call('resources.list', { units: null }),
    client.call('kinds.list', {}),
  ]);
  return new Set([
    ...resources.map(({ value }) => value.reference),
    ...kinds.map(({ value }) => kindReference(value.id)),
  ]);
}
const kindReference = (kind: string): string => `HealthcareService/${kind}`;

/**
 * What an Appointment occupies: its practitioners, and those of its places and devices that have an agenda. A ward that is
 * named for information is no room.
 */
export function occupiedBy(
  appointment: Timed,
  known: ReadonlySet<string>,
  practitionerOf: PractitionerOf,
): ArrivedInput {
  const { start, end, participant = [] } = appointment;
  // references are met absolute and versioned too
  const actors = participant.flatMap(({ actor, required, status: answer }) =>
    required === 'information-only' || answer === 'declined'
      ? []
      : (referenceKey(actor?.reference ?? '') ?? []),
  );
  const resources = actors.flatMap((reference) => {
    if (reference.startsWith('PractitionerRole/')) return practitionerOf.get(reference) ?? [];
    return reference.startsWith('Practitioner/') || known.has(reference) ? reference : [];
  });
  const patient = participant.map(({ actor }) => patientIdOf(actor?.reference)).find((one) => one !== null);
  const isTaken =
    takesPlace(appointment) && isInstant(start) && isInstant(end) && Date.parse(start) < Date.parse(end);
  const kind = visitKindOf(appointment);
  return {
    appointment: appointment.id,
    patient: patient === undefined || patient === null ? null : patientReference(patient),
    kind: kind !== null && known.has(kindReference(kind)) ? kind : null,
    resources: isTaken ? [...new Set(resources)] : [],
    start: isTaken ? new Date(start).toISOString() : null,
    end: isTaken ? new Date(end).toISOString() : null,
  };
}

/** Whether the agenda says the same already. */
export function isSame(asked: ArrivedInput, booking: Booking | undefined): boolean {
  const takesRoom = asked.start !== null && asked.resources.length > 0;
  if (!booking || booking.state === 'released') return !takesRoom;
  if (booking.state === 'writing') return true;
  return (
    takesRoom &&
    booking.state === 'booked' &&
    sameMoment(booking.start, asked.start) &&
    sameMoment(booking.end, asked.end) &&
    booking.patient === asked.patient &&
    (asked.kind === null || booking.kind === asked.kind) &&
    sameResources(booking.resources, asked.resources)
  );
}

export const sameMoment = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && Date.parse(one) === Date.parse(other);
const sameResources = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one) => others.includes(one));
