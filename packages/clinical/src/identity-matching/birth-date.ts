import { daysInMonth } from '../age.ts';
import { isOneSlip } from './slip.ts';

/** A birth date as far as it is known. */
export interface ComparableDate {
  year: number;
  /** 1 to 12. */
  month: number | null;
  /** 1 to 31. */
  day: number | null;
}

const precisions = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** Reads `YYYY`, `YYYY-MM` and `YYYY-MM-DD`; null for anything else and for a day that does not exist. */
export function comparableDate(text: string | undefined): ComparableDate | null {
  const [, year, month, day] = precisions.exec((text ?? '').trim()) ?? [];
  if (!year) return null;
  const date = { year: Number(year), month: month ? Number(month) : null, day: day ? Number(day) : null };
  if (date.month !== null && (date.month < 1 || date.month > 12)) return null;
  if (date.month !== null && date.day !== null)
    if (date.day < 1 || date.day > daysInMonth(date.year, date.month)) return null;
  return date;
}

/**
 * Whether a date may stand for one that is not known. RNIV: 31 December where neither day nor month is known; older files
 * have 1 January. Somebody may be born on these days as well, so that they count for less and not for nothing.
 */
function mayBeFictive({ month, day }: ComparableDate): boolean {
  return (month === 12 && day === 31) || (month === 1 && day === 1);
}

export type BirthDateLevel =
  'equal' | 'equal-fictive' | 'slip' | 'day-month' | 'month' | 'partial-month' | 'partial-year' | 'different';

/**
 * How two birth dates agree, by the first that fits: `equal`; `equal-fictive` when the day may stand for an unknown one;
 * `slip`, one digit of eight or two neighbours that changed places; `day-month`, these two swapped; `month`, the same month
 * of the same year; `partial-month` and `partial-year`, one of them is known no further (or may be fictive) and agrees so far.
 */
export function compareBirthDates(a: ComparableDate, b: ComparableDate): BirthDateLevel {
  if (a.day === null || b.day === null) return comparePartial(a, b);
  const [left, right] = [digitsOf(a), digitsOf(b)];
  if (left === right) return mayBeFictive(a) ? 'equal-fictive' : 'equal';
  if (a.year === b.year && (mayBeFictive(a) || mayBeFictive(b))) return 'partial-year';
  if (isOneSlip(left, right)) return 'slip';
  if (a.year === b.year && a.month === b.day && a.day === b.month) return 'day-month';
  return a.year === b.year && a.month === b.month ? 'month' : 'different';
}

function comparePartial(a: ComparableDate, b: ComparableDate): BirthDateLevel {
  if (a.year !== b.year) return 'different';
  const isVague = a.month === null || b.month === null || mayBeFictive(a) || mayBeFictive(b);
  if (isVague) return 'partial-year';
  return a.month === b.month ? 'partial-month' : 'different';
}

const two = (n: number | null): string => String(n ?? 0).padStart(2, '0');
/** As it is typed in France: day, month, year. */
const digitsOf = ({ year, month, day }: ComparableDate): string =>
  `${two(day)}${two(month)}${String(year).padStart(4, '0')}`;
