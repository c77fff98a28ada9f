import type { Booking, FindInput } from '@keneyapp/appointments/contract';
import { dayOf, startOf } from '@keneyapp/fhir-model/hospital-days';
import type { z } from 'zod';
import type { BookableKind, BookingCatalogue } from '../../booking/catalogue.ts';
import type { Services } from '../../context.ts';
import { namedBookings, type ListContext } from './named-bookings.ts';
import { placed } from './placed.ts';
import { ownResource, storedRules } from './rules.ts';
import type { absentDayInput } from './rules-schema.ts';
import type { AbsentDayView, AbsentLine, BookingLine, OtherPlace } from './rules-view.ts';

type Appointments = Services['appointments'];
interface Away {
  resource: string;
  start: string;
  end: string;
}

/** So many appointments are looked at together. */
const max = 80;
/** How far ahead another time is looked for, and how many are offered. */
const daysAhead = 90,
  offered = 8;
/** Places of one kind that are read at a time, and of these tried for one appointment. */
const read = 200,
  tried = 12;

/**
 * The appointments of somebody, or of a room, that will not be there, each with a proposal that moves as little as can be: the
 * same time with somebody else who gives it; else the nearest time, with the same person first. No place is proposed twice.
 */
export async function absentDay(
  ctx: ListContext,
  away: z.output<typeof absentDayInput>,
  now: Date,
): Promise<AbsentDayView> {
  const { appointments, lookups } = ctx.services;
  await ownResource(ctx, away.resource);
  await lookups.count('agenda', ctx.session.userId);
  const [catalogue, rules, found] = await Promise.all([
    appointments.catalogue(),
    storedRules(appointments, away.resource),
    appointments.call('agenda', { resources: [away.resource], from: away.start, until: away.end }),
  ]);
  const coming = found.bookings.filter(({ start }) => Date.parse(start) > now.getTime());
  const shown = coming.sort((a, b) => a.start.localeCompare(b.start)).slice(0, max);
  const lines = await namedBookings(ctx, catalogue, shown);
  const proposals = await propose(appointments, { catalogue, away, now }, joined(lines, shown));
  const absence = rules.find(
    ({ value }) => value.type === 'absence' && isSame(value.start, away.start) && isSame(value.end, away.end),
  );
  return {
    name: catalogue.named(away.resource).name,
    absence: absence ?? null,
    lines: lines.map((line) => proposals.get(line.bookingId) ?? undecided(line, null)),
    isTruncated: coming.length > max,
  };
}

const isSame = (a: string, b: string): boolean => Date.parse(a) === Date.parse(b);
const undecided = (line: BookingLine, hindrance: AbsentLine['hindrance']): AbsentLine => ({
  ...line,
  ...{ proposal: null, others: [], hindrance },
});

interface Pair {
  line: BookingLine;
  booking: Booking;
}
const joined = (lines: readonly BookingLine[], bookings: readonly Booking[]): Pair[] =>
  lines.flatMap((line) => {
    const booking = bookings.find(({ id }) => id === line.bookingId);
    return booking ? [{ line, booking }] : [];
  });

interface Around {
  catalogue: BookingCatalogue;
  away: Away;
  now: Date;
}

async function propose(
  appointments: Appointments,
  around: Around,
  pairs: readonly Pair[],
): Promise<Map<string, AbsentLine>> {
  const proposed = new Map<string, AbsentLine>();
  const places = new Map<string, Promise<Place[]>>();
  const taken: Place[] = [];
  for (const { line, booking } of pairs) {
    const kind = around.catalogue.kind(booking.kind);
    const hindrance = hindranceOf(line, booking, kind);
    if (hindrance !== null || kind === null) {
      proposed.set(line.bookingId, undecided(line, hindrance));
      continue;
    }
    const known = places.get(kind.id) ?? freePlaces(appointments, kind, around);
    places.set(kind.id, known);
    const others = nearest(booking, await known).filter((place) => !taken.some((one) => meets(one, place)));
    const candidates = [...colleaguesOf(booking, kind, around.away), ...others].slice(0, tried);
    const first = await firstThatFits(appointments, booking.id, { candidates, with: taken });
    if (first) taken.push(first);
    const view = (place: Place): OtherPlace => ({ ...placed(around.catalogue, place), how: place.how });
    proposed.set(line.bookingId, {
      ...line,
      proposal: first ? view(first) : null,
      others: others
        .filter((place) => !first || !meets(place, first))
        .slice(0, offered)
        .map(view),
      hindrance: first ? null : 'full',
    });
  }
  return proposed;
}

interface Place {
  /** The booking that would go there. */
  booking: string;
  kind: string;
  start: string;
  end: string;
  resources: string[];
  how: OtherPlace['how'];
}

function hindranceOf(
  { patient, isHeld }: BookingLine,
  { places, state, moving }: Booking,
  kind: BookableKind | null,
): AbsentLine['hindrance'] {
  if (isHeld || state !== 'booked' || moving !== null) return 'held';
  if (kind === null) return 'unknown-kind';
  // who comes together goes together, and is asked one after the other
  if (places > 1) return 'group';
  return patient === null ? 'closed-chart' : null;
}

/** The same time with each of those who could stand in. */
function colleaguesOf(booking: Booking, kind: BookableKind, { resource }: Away): Place[] {
  const { id, start, end, resources } = booking;
  const need = kind.needs.find((one) => one.includes(resource)) ?? [];
  return need
    .filter((one) => one !== resource && !resources.includes(one))
    .map((one) => ({
      ...{ booking: id, kind: kind.id, start, end },
      resources: resources.map((taken) => (taken === resource ? one : taken)),
      how: 'same-time',
    }));
}

/** What is free in the weeks after the beginning of the absence, without who is away, or with them before and afterwards. */
async function freePlaces(
  { call }: Appointments,
  kind: BookableKind,
  { away: { resource, start, end }, now }: Around,
): Promise<Place[]> {
  const day = startOf(dayOf(new Date(start)));
  const from = new Date(Math.max(day.getTime(), now.getTime() + 60_000));
  const question = (needs: string[][], first: Date): FindInput => ({
    ...{ kind: kind.id, needs, limit: read },
    from: first.toISOString(),
    until: new Date(first.getTime() + daysAhead * 86_400_000).toISOString(),
  });
  const without = kind.needs.map((need) => need.filter((one) => one !== resource));
  const own = kind.needs.map((need) => (need.includes(resource) ? [resource] : need));
  const asked = [
    ...(without.every((need) => need.length > 0) ? [question(without, from)] : []),
    question(own, from),
    question(own, new Date(Math.max(Date.parse(end), from.getTime()))),
  ];
  const answers = await Promise.all(asked.map((one) => call('find', one)));
  const found = answers.flatMap(({ free }) => free.map(({ visit }) => visit));
  const isAway = (visit: { start: string; end: string; resources: string[] }) =>
    visit.resources.includes(resource) &&
    Date.parse(visit.start) < Date.parse(end) &&
    Date.parse(start) < Date.parse(visit.end);
  const each = new Map(
    found
      .filter((visit) => !isAway(visit))
      .map((visit) => [`${visit.start} ${visit.resources.join(' ')}`, visit]),
  );
  return [...each.values()].map((visit) => ({
    ...visit,
    booking: '',
    how: visit.resources.includes(resource) ? 'same-person' : 'other',
  }));
}

/** From the day of the appointment on, the nearest first; of one time the same person first. */
function nearest({ start }: Booking, places: readonly Place[]): Place[] {
  const at = Date.parse(start);
  const day = startOf(dayOf(new Date(start))).getTime();
  const far = (place: Place) => Math.abs(Date.parse(place.start) - at);
  return places
    .filter((place) => Date.parse(place.start) >= day && Date.parse(place.start) !== at)
    .sort((a, b) => far(a) - far(b) || Number(b.how === 'same-person') - Number(a.how === 'same-person'));
}

const meets = (one: Place, other: Place): boolean =>
  one.resources.some((resource) => other.resources.includes(resource)) &&
  Date.parse(one.start) < Date.parse(other.end) &&
  Date.parse(other.start) < Date.parse(one.end);

/** Tried together with what is proposed already: all of it can be done, and nobody has something else at that time. */
async function firstThatFits(
  { call }: Appointments,
  booking: string,
  { candidates, with: taken }: { candidates: readonly Place[]; with: readonly Place[] },
): Promise<Place | null> {
  for (const candidate of candidates) {
    const place = { ...candidate, booking };
    const moves = [...taken, place].map(({ start, resources, booking: moved }) => ({
      booking: moved,
      ...{ start, resources },
    }));
    const answer = await call('move', { key: crypto.randomUUID(), moves, isTrial: true });
    if (answer.obstacles.length === 0 && answer.others.length === 0) return place;
  }
  return null;
}
