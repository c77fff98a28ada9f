import { isResourceId } from '../../components/resource-id.ts';
import { civilDateAt, formatIsoDate, isIsoDay } from '@keneyapp/clinical';

/** What the address of the agenda says: `/agenda?view=day&from=2026-11-24&who=pract-1&where=loc-1`. */
export interface AgendaPlace {
  view: 'day' | 'week';
  /** First day, `YYYY-MM-DD`; null: today, or this week. */
  from: string | null;
  /** A practitioner's id, `all`, or null for what suits the reader (their own appointments, if they have some). */
  who: string | null;
  where: string | null;
}

type Query = Record<string, string | string[] | undefined>;

export function readPlace(query: Query): AgendaPlace {
  const id = (value: unknown) => (isResourceId(value) ? value : null);
  const { view, from } = query;
  return {
    view: view === 'day' ? 'day' : 'week',
    from: typeof from === 'string' && isIsoDay(from) ? from : null,
    who: id(query['who']),
    where: id(query['where']),
  };
}

export function agendaHref(place: AgendaPlace): string {
  const query = new URLSearchParams(
    Object.entries({
      view: place.view === 'week' ? null : place.view,
      from: place.from,
      who: place.who,
      where: place.where,
    }).filter((pair): pair is [string, string] => pair[1] !== null),
  );
  return query.size ? `/agenda?${query}` : '/agenda';
}

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
export function agendaSpan(place: AgendaPlace, today: string): { from: string; days: number } {
  const day = place.from ?? today;
  return place.view === 'day' ? { from: day, days: 1 } : { from: mondayOf(day), days: 7 };
}
