import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { dayLength, placed, spanOf, wallMinutes, type Placed, type Span } from './layout.ts';
import { freeSpans, type Opening } from './openings.ts';

/** One column: somebody's day, or a day of the week. */
export interface GridColumn {
  key: string;
  title: string;
  /** What the title is of: a service, a day. */
  note?: string;
  /** Day in the hospital, `YYYY-MM-DD`. */
  day: string;
  /** Whose it is, `Practitioner/…` or a room's; null: several people's, or nobody's. */
  resource: string | null;
  /** Null: nothing is known of its hours. */
  opening: Opening | null;
  items: readonly AgendaItem[];
}

/** Something in a column that the arrows come to. */
interface Stop extends Span {
  key: string;
}
export interface PlacedColumn extends GridColumn {
  placed: readonly Placed<AgendaItem>[];
  /** Free places that can be booked. */
  free: readonly Span[];
  stops: readonly Stop[];
  /** Side by side at most. */
  lanes: number;
}

/** Id of whose column it is, where it is a person's. */
export const practitionerOf = ({ resource }: Pick<GridColumn, 'resource'>): string | null =>
  resource?.startsWith('Practitioner/') ? resource.slice('Practitioner/'.length) : null;

export const keyOf = (column: string, { id }: Pick<AgendaItem, 'id'>): string => `${column}-${id}`;
export const freeKeyOf = (column: string, { from }: Span): string => `${column}-free-${from}`;

/** They take no room. */
const notThere: readonly AgendaItem['status'][] = ['cancelled', 'noshow', 'proposed', 'waitlist'];
const minutesUnknown = 10;

/** From when to when it takes place, as the agenda has it. */
export function realSpan({ start, minutes }: Pick<AgendaItem, 'start' | 'minutes'>): Span {
  const from = wallMinutes(start);
  return { from, to: Math.min(dayLength, from + (minutes ?? minutesUnknown)) };
}

/** What takes room in a column; `but` is the one in hand. */
export const takenIn = ({ items }: Pick<GridColumn, 'items'>, but: string | null = null): Span[] =>
  items.filter(({ id, status }) => id !== but && !notThere.includes(status)).map(realSpan);

/** @param bookableFrom minutes of its day from which it can be booked; null: it cannot be. A room is booked with somebody */
export function placeColumn(column: GridColumn, bookableFrom: number | null): PlacedColumn {
  const all = placed(column.items, spanOf);
  const free =
    column.opening === null || bookableFrom === null || practitionerOf(column) === null
      ? []
      : freeSpans(column.opening, takenIn(column))
          .map(({ from, to }) => ({ from: Math.max(from, bookableFrom), to }))
          .filter(({ from, to }) => to - from >= 5);
  const stops = [
    ...all.map(({ from, to, item }) => ({ from, to, key: keyOf(column.key, item) })),
    ...free.map((one) => ({ ...one, key: freeKeyOf(column.key, one) })),
  ].sort((a, b) => a.from - b.from);
  return { ...column, placed: all, free, stops, lanes: Math.max(1, ...all.map(({ lanes }) => lanes)) };
}

/** `14:15` */
export const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
