import type { Span } from './layout.ts';

/** An appointment in hand: where it would go if it were put down now. */
export interface Carried extends Span {
  itemId: string;
  /** Column it comes from, and the one it is over. */
  fromColumn: string;
  column: string;
  /** Where it was. */
  before: Span;
  by: 'pointer' | 'keyboard';
}

/** To the step that is nearest. */
export const snapped = (minutes: number, step: number): number => Math.round(minutes / step) * step;

/** So many minutes later, as long as it is, and not out of the hours that are shown. */
export function shifted({ from, to }: Span, minutes: number, hours: Span): Span {
  const length = to - from;
  const start = Math.max(hours.from, Math.min(hours.to - length, from + minutes));
  return { from: start, to: start + length };
}

/** Ends so many minutes later; never shorter than a step, nor out of the hours that are shown. */
export function stretched(
  { from, to }: Span,
  minutes: number,
  { step, hours }: { step: number; hours: Span },
): Span {
  return { from, to: Math.max(from + step, Math.min(hours.to, to + minutes)) };
}

/** One step by keyboard: onto the grid of steps first, where it stands beside it. */
export function stepped(from: number, direction: 1 | -1, step: number): number {
  const next = direction === 1 ? Math.floor(from / step) * step + step : Math.ceil(from / step) * step - step;
  return next - from;
}

/** The beginning of the next free place that is long enough, or null. */
export function nextFree(
  free: readonly Span[],
  { from, to }: Span,
  { direction, step }: { direction: 1 | -1; step: number },
): number | null {
  const length = to - from;
  const starts = free.flatMap((gap) => {
    const all: number[] = [];
    for (let at = Math.ceil(gap.from / step) * step; at + length <= gap.to; at += step) all.push(at);
    return all;
  });
  return (
    (direction === 1
      ? starts.filter((at) => at > from).sort((a, b) => a - b)
      : starts.filter((at) => at < from).sort((a, b) => b - a))[0] ?? null
  );
}

export const hasMoved = ({ column, fromColumn, from, to, before }: Carried): boolean =>
  column !== fromColumn || from !== before.from || to !== before.to;
