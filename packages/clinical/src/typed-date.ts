import { folded } from './fold.ts';
import { formatIsoDate, isRealDate, type CivilDate } from './age.ts';

/** A date as far as it was typed: `value` is a FHIR date (`1984`, `1984-07` or `1984-07-12`). */
export interface TypedDate {
  precision: 'year' | 'month' | 'day';
  value: string;
}

const monthWords: readonly (readonly string[])[] = [
  ['janvier', 'january'],
  ['fevrier', 'february'],
  ['mars', 'march'],
  ['avril', 'april'],
  ['mai', 'may'],
  ['juin', 'june'],
  ['juillet', 'july'],
  ['aout', 'august'],
  ['septembre', 'september'],
  ['octobre', 'october'],
  ['novembre', 'november'],
  ['decembre', 'december'],
];
const earliestYear = 1870;
/** A year of two digits lies at most this far ahead, where a date may lie ahead: `28` is 2028, `84` is 1984. */
const yearsAhead = 20;

interface Options {
  /** A birth date never lies ahead of today; the end of a consent does. */
  mayLieAhead?: boolean;
}

/**
 * Reads a date as people type it: `12/07/1984`, `12.7.84`, `12 07 1984`, `12071984`, `120784`, `1984-07-12`,
 * `19840712`, `12 juillet 1984`, `1er janv. 1950`, `July 12, 1984`, `07/1984`, `juillet 1984`, `1984`. Day before month, as in France.
 * Two-digit years are the most recent one not after `today`; twenty years later where a date may lie ahead.
 * @returns null for what is no date, does not exist (31/02) or lies after `today` and may not.
 */
export function parseTypedDate(
  text: string,
  today: CivilDate,
  { mayLieAhead = false }: Options = {},
): TypedDate | null {
  const found = readingsOf(text);
  if (!found) return null;
  return mayLieAhead
    ? complete(found, { ...today, year: today.year + yearsAhead }, { year: 9999, month: 12, day: 31 })
    : complete(found, today, today);
}

/** It is written like a date, and its day or month is in no calendar: `31/02/2026`, `13/2026`. */
export function isNoSuchDate(text: string): boolean {
  const found = readingsOf(text);
  return found !== null && found.every((parts) => !isInCalendar(parts));
}

interface Parts {
  year: string;
  month?: number;
  day?: number;
}

/** Each way in which the text can be read as a date; null when there is none. */
function readingsOf(text: string): Parts[] | null {
  const plain = folded(text).trim();
  return fromDigits(plain) ?? fromSeparated(plain) ?? fromWords(plain);
}

/** A year of two digits is one of 2000 to 2099: leap years come every fourth year there too. */
const isInCalendar = ({ year, month = 1, day = 1 }: Parts): boolean =>
  isRealDate({ year: year.length === 2 ? 2000 + Number(year) : Number(year), month, day });

function fromDigits(text: string): Parts[] | null {
  if (!/^\d+$/.test(text)) return null;
  const n = (from: number, to: number) => Number(text.slice(from, to));
  if (text.length === 4) return [{ year: text }];
  if (text.length === 6)
    return [
      { day: n(0, 2), month: n(2, 4), year: text.slice(4) },
      { year: text.slice(0, 4), month: n(4, 6) },
    ];
  if (text.length === 8)
    return [
      { day: n(0, 2), month: n(2, 4), year: text.slice(4) },
      { year: text.slice(0, 4), month: n(4, 6), day: n(6, 8) },
    ];
  return null;
}

function fromSeparated(text: string): Parts[] | null {
  const parts = text.split(/[\s/.-]+/);
  if (!parts.every((p) => /^\d{1,4}$/.test(p))) return null;
  const [a = '', b = '', c = ''] = parts;
  if (parts.length === 2 && b.length === 4 && a.length <= 2) return [{ month: Number(a), year: b }];
  if (parts.length === 2 && a.length === 4 && b.length <= 2) return [{ year: a, month: Number(b) }];
  if (parts.length !== 3 || b.length > 2) return null;
  if (a.length === 4 && c.length <= 2) return [{ year: a, month: Number(b), day: Number(c) }];
  if (a.length <= 2 && (c.length === 4 || c.length === 2))
    return [{ day: Number(a), month: Number(b), year: c }];
  return null;
}

function fromWords(text: string): Parts[] | null {
  const words = text
    .replace(/[.,/-]/g, ' ')
    .split(/\s+/)
    .filter((w) => w !== '');
  const named = words.findIndex((w) => monthOf(w) !== null);
  const month = monthOf(words[named] ?? '');
  if (month === null) return null;
  const rest = words.filter((_, i) => i !== named).map((w) => w.replace(/^(\d+)(er|st|nd|rd|th)$/, '$1'));
  if (!rest.every((w) => /^\d{1,4}$/.test(w))) return null;
  const [first = '', second] = rest;
  if (rest.length === 1 && first.length === 4) return [{ year: first, month }];
  if (
    rest.length === 2 &&
    second !== undefined &&
    first.length <= 2 &&
    (second.length === 2 || second.length === 4)
  )
    return [{ day: Number(first), month, year: second }];
  return null;
}

/** A month by its name or an abbreviation of three letters or more that means one month only (`jui` means two). */
function monthOf(word: string): number | null {
  if (!/^[a-z]{3,}$/.test(word)) return null;
  const matches = monthWords.flatMap((names, i) =>
    names.some((name) => name.startsWith(word)) ? [i + 1] : [],
  );
  const [month, another] = matches;
  return month !== undefined && another === undefined ? month : null;
}

/** The first reading that is a real date between 1870 and `latest`; a year of two digits is not after `pivot`. */
function complete(readings: Parts[], pivot: CivilDate, latest: CivilDate): TypedDate | null {
  for (const { year: typedYear, month, day } of readings) {
    const year =
      typedYear.length === 2 ? recentYear(Number(typedYear), month, day, pivot) : Number(typedYear);
    if (year < earliestYear || !isRealDate({ year, month: month ?? 1, day: day ?? 1 })) continue;
    if (isAfter({ year, month: month ?? 1, day: day ?? 1 }, latest)) continue;
    const iso = formatIsoDate({ year, month: month ?? 1, day: day ?? 1 });
    if (month === undefined) return { precision: 'year', value: iso.slice(0, 4) };
    return day === undefined
      ? { precision: 'month', value: iso.slice(0, 7) }
      : { precision: 'day', value: iso };
  }
  return null;
}

function recentYear(twoDigits: number, month = 1, day = 1, today: CivilDate): number {
  const year = Math.floor(today.year / 100) * 100 + twoDigits;
  return isAfter({ year, month, day }, today) ? year - 100 : year;
}

function isAfter(a: CivilDate, b: CivilDate): boolean {
  return formatIsoDate(a) > formatIsoDate(b);
}
