import { createParser, createSerializer, type inferParserType } from 'nuqs/server';
import { parseAsDay, parseAsResourceId } from '../../../components/search-params.ts';

const whole = (least: number, most: number) =>
  createParser({
    parse: (text) => {
      const n = /^\d{1,4}$/.test(text) ? Number(text) : -1;
      return n >= least && n <= most ? n : null;
    },
    serialize: String,
  });
const parseAsTime = createParser({
  parse: (text) => (/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text) ? text : null),
  serialize: String,
});
/** `135`: Monday, Wednesday and Friday (ISO 8601). */
const parseAsWeekdays = createParser({
  parse: (text) => (/^[1-7]{1,7}$/.test(text) ? [...new Set([...text].map(Number))].sort() : null),
  serialize: (days: number[]) => days.join(''),
  eq: (a, b) => a.join('') === b.join(''),
});

/** As many visits as are held at once. */
export const mostVisits = 60;

/** What the address of a new appointment says: everything that was chosen, nothing that was typed of the person. */
export const bookingParams = {
  patient: parseAsResourceId,
  kind: parseAsResourceId,
  /** A practitioner; null: whoever gives this kind of visit. */
  who: parseAsResourceId,
  /** Null: today. */
  from: parseAsDay,
  days: whole(1, 400).withDefault(21),
  weekdays: parseAsWeekdays,
  starts: parseAsTime,
  ends: parseAsTime,
  /** A second kind of visit, on the same day, so many minutes after the first at most. */
  then: parseAsResourceId,
  gap: whole(0, 480).withDefault(60),
  /** Every so many weeks, so often. */
  every: whole(1, 26).withDefault(1),
  times: whole(1, mostVisits).withDefault(1),
  /** The appointment that goes to another place. */
  move: parseAsResourceId,
};
export type BookingPlace = inferParserType<typeof bookingParams>;

const write = createSerializer(bookingParams);
export const bookingHref = (place: Partial<BookingPlace> = {}): string => write('/agenda/new', place);

/** What free places are asked for; null as long as nothing can be found. */
export function questionOf(place: BookingPlace, { today, limit }: { today: string; limit: number }) {
  const { kind, who, from, days, weekdays, starts, ends, then, gap } = place;
  if (kind === null) return null;
  return {
    kind,
    practitionerId: who,
    from: from === null || from < today ? today : from,
    days,
    weekdays,
    starts: starts ?? '00:00',
    ends: ends ?? '24:00',
    then: then === null ? null : { kind: then, maxGapMinutes: gap },
    limit,
  };
}

/** Parts of the day that have a word; null: hours of one's own. */
export const partsOfDay = {
  all: { starts: null, ends: null },
  morning: { starts: null, ends: '12:00' },
  afternoon: { starts: '12:00', ends: null },
} as const;
export type PartOfDay = keyof typeof partsOfDay | 'hours';

export function partOf({ starts, ends }: Pick<BookingPlace, 'starts' | 'ends'>): PartOfDay {
  const found = Object.entries(partsOfDay).find(([, part]) => part.starts === starts && part.ends === ends);
  return (found?.[0] as keyof typeof partsOfDay | undefined) ?? 'hours';
}
