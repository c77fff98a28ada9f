import { epochMs } from '@keneyapp/fhir-model/dates';
import { readReception } from '@keneyapp/fhir-model/reception';
import { referenceKey } from '@keneyapp/fhir-model/references';
import type { Appointment, Location } from '@medplum/fhirtypes';
import { roomPattern } from './schema.ts';
import { delaysOf, isHere, receiversOf } from './delay.ts';

/** A screen in a waiting room. No name, no reference, no service: whoever reads it learns of nobody why they are here. */
export interface WallView {
  /** Who was called lately, the latest first. `room` is what stands on the door; null: to the desk. */
  called: { ticket: string; room: string | null; at: string }[];
  /** Who waits, in the order of their appointments; `delayMinutes` in steps of 15. */
  waiting: { ticket: string; delayMinutes: number }[];
  /** More wait than are shown. */
  more: number;
  readAt: string;
}

/** A call stays so long, unless newer ones take its place. */
const staysMinutes = 20;
/** A call of later than now is nobody's: it would stay above all others. */
const clocksApartMs = 60_000;
const maxCalls = 6;
const maxWaiting = 24;

/** Another program may have written into the record what only a desk says here: a name for a ticket, an illness for a room. */
const isTicket = (text: string | undefined): text is string => /^[A-Z]{2}\d{2}$/.test(text ?? '');
const isRoom = (text: string | undefined): text is string => roomPattern.test(text ?? '');

/** @param rooms places of the house by `Location/id` */
export function wallView(
  appointments: readonly Appointment[],
  rooms: ReadonlyMap<string, Location>,
  now: Date,
): WallView {
  const delays = delaysOf(appointments, now);
  // who is with the doctor found the way: nobody calls them or has them wait any more
  const told = appointments
    .map((appointment) => ({ appointment, ...readReception(appointment) }))
    .filter(({ entered }) => entered === null);
  const since = now.getTime() - staysMinutes * 60_000,
    until = now.getTime() + clocksApartMs;
  const called = told
    .flatMap(({ appointment, ticket, called: at, room }) =>
      isTicket(ticket) && at !== null && Date.parse(at) >= since && Date.parse(at) <= until
        ? [{ ticket, room: isRoom(room) ? room : roomOf(appointment, rooms), at }]
        : [],
    )
    .sort((a, b) => epochMs(b.at) - epochMs(a.at))
    .slice(0, maxCalls);
  const waiting = told
    .filter(({ appointment, ticket, called: at }) => isTicket(ticket) && at === null && isHere(appointment))
    .sort((a, b) => epochMs(a.appointment.start ?? '') - epochMs(b.appointment.start ?? ''))
    .flatMap(({ appointment, ticket }) =>
      ticket
        ? [
            {
              ticket,
              delayMinutes: Math.max(0, ...receiversOf(appointment).map((key) => delays.get(key) ?? 0)),
            },
          ]
        : [],
    );
  return {
    called,
    waiting: waiting.slice(0, maxWaiting),
    more: Math.max(0, waiting.length - maxWaiting),
    readAt: now.toISOString(),
  };
}

/** The number of a room: of its name, which may tell what is done there ("Salle d’échographie 2"), nothing else is shown. */
function roomOf({ participant = [] }: Appointment, rooms: ReadonlyMap<string, Location>): string | null {
  for (const { actor } of participant) {
    const place = rooms.get(referenceKey(actor?.reference ?? '') ?? '');
    const isOne = place?.physicalType?.coding?.some(({ code }) => code === 'ro') === true;
    const number = isOne
      ? /(?:^|\s)(\p{Lu}{0,2}\d{1,4}\p{Lu}?)$/u.exec(place.name?.trim() ?? '')?.[1]
      : undefined;
    if (number) return number;
  }
  return null;
}
