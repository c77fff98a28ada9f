import { civilDateAt, formatIsoDate } from '@keneyapp/clinical';
import { createLoader, createSerializer, parseAsStringLiteral } from 'nuqs/server';
import { parseAsDay, parseAsResourceId } from '../../components/search-params.ts';
import { zooms, type Zoom } from './grid/zoom.ts';

export const agendaViews = ['day', 'week', 'month', 'list'] as const;
export type AgendaViewName = (typeof agendaViews)[number];

/** What the address of the agenda says: `/agenda?view=week&from=2026-11-24&who=pract-1&where=loc-1`. */
export interface AgendaParams {
  /** Null: what suits the reader, `viewOf`. */
  view: AgendaViewName | null;
  /** A day of what is shown, `YYYY-MM-DD`; null: today. */
  from: string | null;
  /** A practitioner's id, `all`, or null for what suits the reader (their own appointments, if they have some). */
  who: string | null;
  /** A room's id in place of somebody, or `all` of them side by side; null: people. */
  room: string | null;
  /** A service's id, `units`, `all`, or null for what suits the reader (the units in which they work). */
  where: string | null;
  /** How near the hours are looked at. */
  zoom: Zoom;
}

/** In place of a service: those in which the reader works, and everywhere. */
export const ownUnits = 'units';
export const everywhere = 'all';
export const allRooms = 'all';

/** Staff open on today, hour by hour; a patient on a list of their own. */
export const viewOf = ({ view }: Pick<AgendaParams, 'view'>, isOwn: boolean): AgendaViewName =>
  isOwn ? 'list' : (view ?? 'day');

type Query = Record<string, string | string[] | undefined>;

const agendaParams = {
  view: parseAsStringLiteral(agendaViews),
  from: parseAsDay,
  who: parseAsResourceId,
  room: parseAsResourceId,
  where: parseAsResourceId,
  zoom: parseAsStringLiteral(zooms).withDefault('medium'),
};
const load = createLoader(agendaParams);
const write = createSerializer(agendaParams);

/** What is said twice says nothing. */
export const readParams = (query: Query): AgendaParams =>
  load(Object.fromEntries(Object.entries(query).filter(([, value]) => typeof value === 'string')));
/** The same of one day on paper. */
export const dayListHref = (place: Pick<AgendaParams, 'who' | 'room' | 'where'>, day: string): string =>
  write('/agenda/list', { who: place.who, room: place.room, where: place.where, from: day });
/** People's, where no room is said. */
export const agendaHref = (place: Omit<AgendaParams, 'room'> & Partial<Pick<AgendaParams, 'room'>>): string =>
  write('/agenda', place);

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

/** Today in the hospital. */
export function todayInHospital(now = new Date()): string {
  return formatIsoDate(civilDateAt(now));
}

/** What the BFF is asked for a place; always a given day, so that server and browser ask the same question. */
export function agendaSpan(
  place: AgendaParams,
  { today, isOwn }: { today: string; isOwn: boolean },
): { from: string; days: number; ofOwnUnits: boolean } {
  const day = place.from ?? today;
  const ofOwnUnits = !isOwn && (place.where ?? ownUnits) === ownUnits;
  return viewOf(place, isOwn) === 'day'
    ? { from: day, days: 1, ofOwnUnits }
    : { from: mondayOf(day), days: 7, ofOwnUnits };
}

export const monthOf = (day: string): string => day.slice(0, 7);

/** The weeks that hold a month, and the first days of its neighbours. */
export function monthSpan(
  { from }: Pick<AgendaParams, 'from'>,
  today: string,
): { month: string; from: string; days: number; previous: string; next: string } {
  const month = monthOf(from ?? today);
  const first = `${month}-01`;
  const next = `${monthOf(addDays(first, 31))}-01`;
  const monday = mondayOf(first);
  const days = Math.round((Date.parse(next) - Date.parse(monday)) / 86_400_000);
  const previous = `${monthOf(addDays(first, -1))}-01`;
  return { month, from: monday, days: Math.ceil(days / 7) * 7, previous, next };
}

/** What the BFF is asked for a month: everybody's, where nobody is chosen. */
export function monthAsked(
  place: AgendaParams,
  today: string,
): { from: string; days: number; practitionerId: string | null; ofOwnUnits: boolean } {
  const { from, days } = monthSpan(place, today);
  const practitionerId = place.who === 'all' ? null : place.who;
  return { from, days, practitionerId, ofOwnUnits: (place.where ?? ownUnits) === ownUnits };
}
