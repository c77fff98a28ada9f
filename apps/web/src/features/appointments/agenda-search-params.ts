import { civilDateAt, formatIsoDate } from '@keneyapp/clinical';
import { createLoader, createSerializer, parseAsStringLiteral } from 'nuqs/server';
import { parseAsDay, parseAsResourceId } from '../../components/search-params.ts';

/** What the address of the agenda says: `/agenda?view=day&from=2026-11-24&who=pract-1&where=loc-1`. */
export interface AgendaParams {
  view: 'day' | 'week';
  /** First day, `YYYY-MM-DD`; null: today, or this week. */
  from: string | null;
  /** A practitioner's id, `all`, or null for what suits the reader (their own appointments, if they have some). */
  who: string | null;
  where: string | null;
}

/** In place of a service: those in which the reader works. */
export const ownUnits = 'units';

type Query = Record<string, string | string[] | undefined>;

const agendaParams = {
  view: parseAsStringLiteral(['week', 'day']).withDefault('week'),
  from: parseAsDay,
  who: parseAsResourceId,
  where: parseAsResourceId,
};
const load = createLoader(agendaParams);
const write = createSerializer(agendaParams);

/** What is said twice says nothing. */
export const readParams = (query: Query): AgendaParams =>
  load(Object.fromEntries(Object.entries(query).filter(([, value]) => typeof value === 'string')));
export const agendaHref = (place: AgendaParams): string => write('/agenda', place);

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
  today: string,
): { from: string; days: number; ofOwnUnits: boolean } {
  const day = place.from ?? today;
  const ofOwnUnits = place.where === ownUnits;
  return place.view === 'day'
    ? { from: day, days: 1, ofOwnUnits }
    : { from: mondayOf(day), days: 7, ofOwnUnits };
}
