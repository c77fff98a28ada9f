import {
  civilDateAt,
  formatIsoDate,
  hospitalZone,
  isIsoDay,
  isNoSuchDate,
  parseTypedDate,
  parseTypedTime,
} from '@keneyapp/clinical';
import { formatDate } from '@keneyapp/ui/format';

/** The forms speak the clock of the hospital, whatever the clock of the browser. */
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: hospitalZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** An instant in civil time in Paris: `2026-11-24T08:30`. */
export function toParis(instant: Date): string {
  const p = Object.fromEntries(parts.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${p['year']}-${p['month']}-${p['day']}T${p['hour']}:${p['minute']}`;
}

/** The instant of a civil time in Paris with its offset, `2026-11-24T08:30:00+01:00`; null for what is no time, the hour that is left out in spring too: nobody has measured in it, and its neighbour is another time than was typed. */
export function fromParis(local: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null;
  const asUtc = Date.parse(`${local}:00Z`);
  if (Number.isNaN(asUtc)) return null;
  // the offset that makes this civil time true; of the hour that comes twice in autumn, the second
  for (const hours of [1, 2])
    if (toParis(new Date(asUtc - hours * 3_600_000)) === local) return `${local}:00+0${hours}:00`;
  return null;
}

/** Today in the hospital, `2026-11-24`. */
export const today = (): string => formatIsoDate(civilDateAt(new Date()));

/** A day as it was typed, in French order whatever the language: `24/11/2026`, `241126`, `24 nov. 2026`; null for what is none. */
export function readDay(text: string): string | null {
  const date = readDate(text);
  return date !== null && isIsoDay(date) ? date : null;
}

/** A day, a month or a year, as far as it is known: `2019`, `07/2019`. */
export const readDate = (text: string): string | null =>
  parseTypedDate(text, civilDateAt(new Date()), { mayLieAhead: true })?.value ?? null;

/** Why a text is no date: its day or month is in no calendar (31/02), or it cannot be read. Each form has words for both. */
export const whyNoDate = (text: string): 'noSuchDate' | 'date' =>
  isNoSuchDate(text) ? 'noSuchDate' : 'date';

/** As the fields show it: `24/11/2026`, in both languages. */
export const writeDate = (date: string): string => formatDate(date, 'fr') ?? date;

/** A moment as two texts: what is typed as its day, and as its time. */
export interface TypedMoment {
  date: string;
  time: string;
}

export const typedMoment = (local: string): TypedMoment => {
  const [date = '', time = ''] = local.split('T');
  return { date: writeDate(date), time };
};

/** The civil time of what is typed, `2026-11-24T08:30`; null when day or time cannot be read. */
export function civilTimeOf({ date, time }: TypedMoment): string | null {
  const [day, hour] = [readDay(date), parseTypedTime(time)];
  return day === null || hour === null ? null : `${day}T${hour}`;
}
