import type { Booking } from '@keneyapp/appointments/contract';
import { addDays, dayOf, startOf } from '@keneyapp/fhir-model/hospital-days';
import { referenceKey } from '@keneyapp/fhir-model/references';
import type { z } from 'zod';
import { House } from '../../access/house.ts';
import type { Context, Visit } from '../../context.ts';
import type { monthInput } from './booking-schema.ts';
import type { MonthDay, MonthView } from './booking-view.ts';

interface Range {
  start: string;
  end: string;
}

/** The engine says so many agendas at once. */
const atOnce = 100;

/** How many come on each day, and how much of what is open is still free; names no patient. */
export async function month(
  ctx: Context & Visit,
  { from, days, practitionerId, ofOwnUnits }: z.output<typeof monthInput>,
): Promise<MonthView> {
  const { appointments } = ctx.services;
  const [{ resources }, catalogue] = await Promise.all([
    appointments.call('resources.list', { units: null }),
    appointments.catalogue(),
  ]);
  const people = resources
    .map(({ value }) => value)
    .filter(({ reference }) => reference.startsWith('Practitioner/'));
  const units = ofOwnUnits ? await unitsOf(ctx) : new Set<string>();
  const near = people.filter(({ unit }) => units.size === 0 || (unit !== null && units.has(unit)));
  const shown =
    practitionerId === null ? near.map(({ reference }) => reference) : [`Practitioner/${practitionerId}`];
  const practitioners = near
    .map(({ reference }) => catalogue.named(reference))
    .sort((a, b) => a.name.localeCompare(b.name, 'fr'));
  if (shown.length === 0) return { days: daysOf(from, days, []), practitioners };
  const asked = Array.from({ length: Math.ceil(shown.length / atOnce) }, (_, i) =>
    appointments.call('agenda', {
      resources: shown.slice(i * atOnce, (i + 1) * atOnce),
      from: startOf(from).toISOString(),
      until: startOf(addDays(from, days)).toISOString(),
    }),
  );
  const agendas = (await Promise.all(asked)).flatMap(({ columns, bookings }) =>
    columns.map(({ resource, open }) => ({
      open,
      taken: bookings.filter(
        ({ state, resources: those }) => state !== 'released' && those.includes(resource),
      ),
    })),
  );
  return { days: daysOf(from, days, agendas), practitioners };
}

/** Ids of the Organizations in which the reader works. */
async function unitsOf({ session, services }: Context & Visit): Promise<Set<string>> {
  const me = referenceKey(session.fhirUser ?? '');
  if (!me?.startsWith('Practitioner/')) return new Set();
  const house = new House(services.capabilities.receptionUnits, new Date());
  await house.learn([me], () => []);
  return new Set(
    house
      .unitsOf(me)
      .flatMap((key) => (key.startsWith('Organization/') ? key.slice('Organization/'.length) : [])),
  );
}

/** @param agendas of one practitioner each */
export function daysOf(
  from: string,
  count: number,
  agendas: readonly {
    open: readonly Range[];
    taken: readonly Pick<Booking, 'id' | 'state' | 'start' | 'end'>[];
  }[],
): MonthDay[] {
  return Array.from({ length: count }, (_, index): MonthDay => {
    const day = addDays(from, index);
    const within = { start: startOf(day).toISOString(), end: startOf(addDays(day, 1)).toISOString() };
    const booked = new Set(
      agendas.flatMap(({ taken }) =>
        taken.flatMap(({ id, state, start }) =>
          state !== 'held' && dayOf(new Date(start)) === day ? [id] : [],
        ),
      ),
    );
    let [open, free] = [0, 0];
    for (const agenda of agendas) {
      const ranges = apart(agenda.open.flatMap((one) => clipped(one, within)));
      const taken = apart(agenda.taken.flatMap((one) => clipped(one, within)));
      const opened = ranges.reduce((sum, one) => sum + minutesOf(one), 0);
      const used = ranges
        .flatMap((one) => taken.flatMap((other) => clipped(other, one)))
        .reduce((sum, one) => sum + minutesOf(one), 0);
      open += opened;
      free += opened - used;
    }
    return { day, appointments: booked.size, openMinutes: Math.round(open), freeMinutes: Math.round(free) };
  });
}

const clipped = (one: Range, within: Range): Range[] => {
  const [start, end] = [
    Math.max(Date.parse(one.start), Date.parse(within.start)),
    Math.min(Date.parse(one.end), Date.parse(within.end)),
  ];
  return start < end ? [{ start: new Date(start).toISOString(), end: new Date(end).toISOString() }] : [];
};
const minutesOf = ({ start, end }: Range): number => (Date.parse(end) - Date.parse(start)) / 60_000;

/** The same time once: what is open for two kinds, or taken twice, counts once. */
function apart(ranges: readonly Range[]): Range[] {
  const all: Range[] = [];
  for (const one of [...ranges].sort((a, b) => Date.parse(a.start) - Date.parse(b.start))) {
    const last = all.at(-1);
    if (!last || Date.parse(one.start) > Date.parse(last.end)) all.push({ ...one });
    else if (Date.parse(one.end) > Date.parse(last.end)) last.end = one.end;
  }
  return all;
}
