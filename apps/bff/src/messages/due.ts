import { addDays, dayOf, startOf } from '@keneyapp/fhir-model/hospital-days';
import { isInstant } from '@keneyapp/fhir-model/dates';
import { patientIdOf } from '@keneyapp/fhir-model/references';
import type { Appointment } from '@medplum/fhirtypes';
import type { MessageKind } from './message.ts';

/** An appointment as far as somebody is told of it. */
export interface Visit {
  status: 'booked' | 'cancelled';
  /** ISO instant, in UTC. */
  start: string;
  /** References of who and where, without the patient; sorted. */
  takingPart: string[];
}
/** What the patient was told last; `new`: nothing. */
export interface Known extends Omit<Visit, 'status'> {
  status: 'new' | Visit['status'];
  isReminded: boolean;
}

/** Null for what nobody is told of: not agreed on yet (`proposed`, `pending`, `waitlist`), under way, over, or without a time. */
export function visitOf({ status, start, participant = [] }: Appointment): Visit | null {
  const isCancelled = status === 'cancelled' || status === 'entered-in-error';
  if (!isInstant(start) || (status !== 'booked' && !isCancelled)) return null;
  const actors = participant.flatMap(({ actor }) => actor?.reference ?? []);
  return {
    status: isCancelled ? 'cancelled' : 'booked',
    start: new Date(start).toISOString(),
    takingPart: [...new Set(actors.filter((one) => patientIdOf(one) === null))].sort(),
  };
}

/**
 * What is to be told now. Nothing of what is past; of who and where only as far as these may be named: a change that a
 * message could not say is none. A cancellation is told even where the confirmation never left, as most appointments are
 * made by word of mouth.
 */
export function dueKind(
  known: Known,
  visit: Visit | null,
  { now, mayBeNamed, reminderDays }: { now: Date; mayBeNamed: boolean; reminderDays: number },
): MessageKind | null {
  if (visit === null || visit.start <= now.toISOString()) return null;
  if (visit.status === 'cancelled') return known.status === 'cancelled' ? null : 'cancelled';
  if (known.status !== 'booked') return 'confirmed';
  if (!isSame(known, visit, mayBeNamed)) return 'changed';
  return !known.isReminded && isReminderTime(visit.start, { now, reminderDays }) ? 'reminder' : null;
}

export const isSame = (
  one: Pick<Visit, 'start' | 'takingPart'>,
  other: Pick<Visit, 'start' | 'takingPart'>,
  mayBeNamed: boolean,
): boolean =>
  one.start === other.start && (!mayBeNamed || one.takingPart.join(' ') === other.takingPart.join(' '));

const reminderHourMs = 8 * 3_600_000;

/** Eight in the morning some days before; null: nobody is reminded. */
export const reminderAt = (start: string, days: number): Date | null =>
  days === 0 ? null : new Date(startOf(addDays(dayOf(new Date(start)), -days)).getTime() + reminderHourMs);

/** Whoever is told so late of an appointment needs no reminder. */
export function isReminderTime(
  start: string,
  { now, reminderDays }: { now: Date; reminderDays: number },
): boolean {
  const at = reminderAt(start, reminderDays);
  return at === null ? false : at <= now;
}
