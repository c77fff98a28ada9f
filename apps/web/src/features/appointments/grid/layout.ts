import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';

/** Something that takes from one minute of the day to another, by the clock on the wall. */
export interface Span {
  from: number;
  to: number;
}
/** Where it stands in its column: of so many lanes side by side, in this one. */
export interface Placed<T> extends Span {
  item: T;
  lane: number;
  lanes: number;
}

export const dayLength = 24 * 60;
/** Shorter than this nothing can be read or clicked: what is shorter, or has no end, is drawn so long. */
const leastMinutes = 10;
const wallClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Minutes since midnight on a clock of the hospital. */
export function wallMinutes(instant: string | number | Date): number {
  const [hour = '0', minute = '0'] = wallClock.format(new Date(instant)).split(':');
  return Number(hour) * 60 + Number(minute);
}

/** From when to when an appointment stands in its day; what goes on after midnight ends with the day. */
export function spanOf({ start, minutes }: Pick<AgendaItem, 'start' | 'minutes'>): Span {
  const from = wallMinutes(start);
  return {
    from: Math.min(from, dayLength - leastMinutes),
    to: Math.min(dayLength, from + Math.max(minutes ?? 0, leastMinutes)),
  };
}

/**
 * Puts what happens at the same time side by side: each into the first lane that is free, and as wide as the most that meet
 * in its group allow. In the order of beginning, the longest first.
 */
export function placed<T>(items: readonly T[], span: (item: T) => Span): Placed<T>[] {
  const sorted = items
    .map((item) => ({ item, ...span(item) }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const all: Placed<T>[] = [];
  let group: Placed<T>[] = [];
  let ends: number[] = [];
  const close = () => {
    for (const one of group) one.lanes = ends.length;
    all.push(...group);
    group = [];
    ends = [];
  };
  for (const one of sorted) {
    if (group.length > 0 && ends.every((end) => end <= one.from)) close();
    const free = ends.findIndex((end) => end <= one.from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = one.to;
    group.push({ ...one, lane, lanes: 1 });
  }
  close();
  return all;
}

/** Whole hours that are shown: the usual day, and further where something is earlier or later. */
export function hoursOf(spans: readonly Span[], usual: Span = { from: 8 * 60, to: 18 * 60 }): Span {
  const from = Math.min(usual.from, ...spans.map((one) => one.from));
  const to = Math.max(usual.to, ...spans.map((one) => one.to));
  return { from: Math.floor(from / 60) * 60, to: Math.min(dayLength, Math.ceil(to / 60) * 60) };
}

/** The one whose beginning is nearest. */
export const nearest = <T extends Span>(spans: readonly T[], from: number): T | undefined =>
  spans.toSorted((a, b) => Math.abs(a.from - from) - Math.abs(b.from - from))[0];
