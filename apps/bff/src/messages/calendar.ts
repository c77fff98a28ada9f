import ical, { ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { House, Outgoing } from './message.ts';
import { titleOf } from './wording.ts';

/**
 * The appointment for the patient's own calendar (RFC 5545 and 5546): one entry by its UID, which the next message changes
 * or takes out. Only the hospital, place and time: calendars are shared.
 */
export function calendarEntry(
  { told, uid, sequence, to }: Outgoing,
  { house, from, now }: { house: House; from: string; now: Date },
): { method: 'REQUEST' | 'CANCEL'; content: string } {
  const isCancelled = told.kind === 'cancelled';
  const method = isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST;
  const start = new Date(told.start);
  const calendar = ical({
    method,
    prodId: { company: 'KeneyApp', product: 'KeneyApp', language: told.language.toUpperCase() },
    events: [
      {
        id: uid,
        sequence,
        stamp: now,
        start,
        end: told.end === null ? start : new Date(told.end),
        summary: titleOf(told, house),
        location: [house.name, house.address].filter(Boolean).join(', '),
        status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
        organizer: { name: house.name, email: from },
        attendees: [{ email: to, rsvp: false, status: ICalAttendeeStatus.ACCEPTED }],
      },
    ],
  });
  return { method, content: calendar.toString() };
}
