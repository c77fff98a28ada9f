import type {
  FoundPlaces,
  HoldView,
  ObstacleView,
  PlacedVisit,
} from '@keneyapp/bff/features/appointments/booking-view';
import { fromParis, toParis } from '../../../components/form/paris-time.ts';
import { addDays } from '../agenda-search-params.ts';

/** What takes place on one day: a visit, and the one that follows it. */
export type Occasion = PlacedVisit[];

export const occasionOf = ({ visit, then }: FoundPlaces['free'][number]): Occasion =>
  then === null ? [visit] : [visit, then];

export const visitsOf = (occasions: readonly Occasion[]) =>
  occasions.flat().map(({ kind, start, resources }) => ({ kind: kind ?? '', start, resources }));

/** The same every so many weeks, at the same time on the clock of the hospital. */
export function repeated(occasion: Occasion, { every, times }: { every: number; times: number }): Occasion[] {
  return Array.from({ length: times }, (_, i) => occasion.map((visit) => later(visit, i * every * 7)));
}

function later(visit: PlacedVisit, days: number): PlacedVisit {
  if (days === 0) return visit;
  const [day = '', time = ''] = toParis(new Date(visit.start)).split('T');
  // an hour that is left out in spring is no time of a hospital's day: nobody is booked at three at night
  const start = new Date(
    fromParis(`${addDays(day, days)}T${time}`) ?? Date.parse(visit.start) + days * 86_400_000,
  );
  const length = Date.parse(visit.end) - Date.parse(visit.start);
  return { ...visit, start: start.toISOString(), end: new Date(start.getTime() + length).toISOString() };
}

/** What stands against each occasion; those without any are free. */
export function obstaclesByOccasion(
  occasions: readonly Occasion[],
  { obstacles }: Pick<HoldView, 'obstacles'>,
): ObstacleView[][] {
  const first = occasions.map((_, i) => occasions.slice(0, i).flat().length);
  return occasions.map((occasion, i) =>
    obstacles.filter(({ at }) => at >= (first[i] ?? 0) && at < (first[i] ?? 0) + occasion.length),
  );
}

/** Of free places the one that is nearest to a time; null when there is none. */
export function nearest(free: FoundPlaces['free'], start: string): Occasion | null {
  const distance = (at: string) => Math.abs(Date.parse(at) - Date.parse(start));
  const [first] = [...free].sort((a, b) => distance(a.visit.start) - distance(b.visit.start));
  return first ? occasionOf(first) : null;
}
