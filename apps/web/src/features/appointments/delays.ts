import type { AgendaItem, Named } from '@keneyapp/bff/features/appointments/view';

/** From so many minutes on somebody is late, who comes or who receives. */
export const lateMinutes = 5;

export interface Delay {
  practitioner: Named;
  /** How many wait for them. */
  waiting: number;
  /** The longest anybody has waited, in minutes. */
  longest: number;
  /** How late they are: by the longest of those who were due and are neither called nor with them. Who came late makes nobody late. */
  late: number;
  /** They are a whole visit behind. */
  isVisitBehind: boolean;
}

const minutesBetween = (from: number, now: number): number =>
  Math.max(0, Math.floor((now - from) / 60_000)) || 0;

/** For whom somebody waits, the latest first. */
export function delaysOf(items: readonly AgendaItem[], now: number): Delay[] {
  const delays = new Map<string, Delay>();
  for (const { status, start, minutes, reception, practitioners } of items) {
    const { arrived, called, entered } = reception;
    if (status !== 'arrived' || arrived === null || called !== null || entered !== null) continue;
    const came = Date.parse(arrived);
    const late = minutesBetween(Math.max(Date.parse(start), came), now);
    for (const practitioner of practitioners) {
      const before = delays.get(practitioner.id);
      delays.set(practitioner.id, {
        practitioner,
        waiting: (before?.waiting ?? 0) + 1,
        longest: Math.max(before?.longest ?? 0, minutesBetween(came, now)),
        late: Math.max(before?.late ?? 0, late),
        isVisitBehind: before?.isVisitBehind === true || (minutes !== null && minutes > 0 && late >= minutes),
      });
    }
  }
  return [...delays.values()].sort(
    (a, b) => b.late - a.late || a.practitioner.name.localeCompare(b.practitioner.name, 'fr'),
  );
}

type Expected = Pick<AgendaItem, 'status' | 'start'>;
/** They were expected by now, and nobody has said that they came. */
export const isMissed = ({ status, start }: Expected, now: number): boolean =>
  (status === 'booked' || status === 'pending') && minutesBetween(Date.parse(start), now) >= lateMinutes;
