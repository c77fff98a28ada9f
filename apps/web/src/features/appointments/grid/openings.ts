import type { OpeningsView } from '@keneyapp/bff/features/appointments/booking-view';
import { toParis } from '../../../components/form/paris-time.ts';
import { dayLength, type Span } from './layout.ts';

/** What is known of one column's hours. */
export interface Opening {
  open: readonly Span[];
  absent: readonly Span[];
  /** Kept for somebody whom a colleague is speaking to. */
  held: readonly Span[];
}

type Range = { start: string; end: string };

/** The part of each range that falls on a day of the hospital, by the clock on its wall. */
export function spansOn(day: string, ranges: readonly Range[]): Span[] {
  return ranges.flatMap(({ start, end }): Span[] => {
    const [from, to] = [placeOn(day, start), placeOn(day, end)];
    return from < to ? [{ from, to }] : [];
  });
}

/** Minutes since midnight of a day; of another day its nearer end. */
function placeOn(day: string, instant: string): number {
  const [on = '', time = ''] = toParis(new Date(instant)).split('T');
  if (on !== day) return on < day ? 0 : dayLength;
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** Null: nothing is known of its hours. */
export function openingOn(view: OpeningsView | undefined, resource: string, day: string): Opening | null {
  const column = view?.columns.find((one) => one.resource === resource);
  if (!view || !column) return null;
  return {
    open: spansOn(day, column.open),
    absent: spansOn(day, column.absent),
    held: spansOn(
      day,
      view.held.filter(({ resources }) => resources.includes(resource)),
    ),
  };
}

/** What is left of a span without others. */
export function without(within: Span, others: readonly Span[]): Span[] {
  const left: Span[] = [];
  let from = within.from;
  for (const one of [...others].sort((a, b) => a.from - b.from)) {
    if (one.from > from) left.push({ from, to: Math.min(one.from, within.to) });
    from = Math.max(from, one.to);
    if (from >= within.to) break;
  }
  if (from < within.to) left.push({ from, to: within.to });
  return left.filter((one) => one.from < one.to);
}

const meets = (one: Span, other: Span): boolean => one.from < other.to && other.from < one.to;

/** Open, and nobody is there. @param taken of appointments that take place */
export const freeSpans = ({ open, absent, held }: Opening, taken: readonly Span[]): Span[] =>
  open.flatMap((one) => without(one, [...absent, ...held, ...taken])).sort((a, b) => a.from - b.from);

export type PlaceState = 'free' | 'taken' | 'held' | 'absent' | 'closed' | 'unknown';

/** What stands at a place somebody points at; the agenda's engine has the last word. */
export function stateOf(opening: Opening | null, taken: readonly Span[], at: Span): PlaceState {
  const isIn = (spans: readonly Span[]) => spans.some((one) => meets(one, at));
  if (isIn(taken)) return 'taken';
  if (opening === null) return 'unknown';
  if (isIn(opening.held)) return 'held';
  if (isIn(opening.absent)) return 'absent';
  return without(at, opening.open).length > 0 ? 'closed' : 'free';
}
