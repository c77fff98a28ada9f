import { hospitalZone } from './zone.ts';

/**
 * Age as clinicians write it. Days until 4 weeks, weeks until 3 months, months until 3 years
 * (with days gone from use), years after; the limits follow the usual paediatric wording.
 */
export interface CivilDate {
  year: number;
  month: number;
  day: number;
}
export type AgeUnit = 'day' | 'week' | 'month' | 'year';
export interface Age {
  value: number;
  unit: AgeUnit;
}

const isoDate = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/;

/** True for a day that exists in the Gregorian calendar. */
export function isRealDate({ year, month, day }: CivilDate): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** 28 to 31. `month` is 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Reads a full FHIR `date` or the date part of a `dateTime`; null when the day is missing or does not exist. */
export function parseIsoDate(text: string): CivilDate | null {
  const [, year, month, day] = isoDate.exec(text) ?? [];
  if (!year || !month || !day) return null;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  return isRealDate(date) ? date : null;
}

/** `yyyy-mm-dd`. */
export function formatIsoDate({ year, month, day }: CivilDate): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Making one costs a hundred times its use. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** A list of people asks for the same instant again and again. */
let last: { time: number; timeZone: string; date: CivilDate } | null = null;

/** Whether it is a day that exists, `YYYY-MM-DD`: `2026-02-31` is none. */
export function isIsoDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** The civil date of an instant in a time zone (default: where French hospitals are). */
export function civilDateAt(instant: Date, timeZone = hospitalZone): CivilDate {
  if (last?.time === instant.getTime() && last.timeZone === timeZone) return last.date;
  let format = formats.get(timeZone);
  if (!format)
    formats.set(
      timeZone,
      (format = new Intl.DateTimeFormat('en-CA', {
        timeZone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
      })),
    );
  const parts = format.format(instant);
  const [year, month, day] = parts.split('-').map(Number) as [number, number, number];
  last = { time: instant.getTime(), timeZone, date: { year, month, day } };
  return last.date;
}

function dayNumber({ year, month, day }: CivilDate): number {
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

/** Whole days from `birth` to `at`; negative before birth. */
export function ageInDays(birth: CivilDate, at: CivilDate): number {
  return dayNumber(at) - dayNumber(birth);
}

/** Completed months; someone born on the 31st completes a month on the last day of a shorter one. */
export function ageInMonths(birth: CivilDate, at: CivilDate): number {
  const months = (at.year - birth.year) * 12 + at.month - birth.month;
  const anniversary = Math.min(birth.day, daysInMonth(at.year, at.month));
  return at.day >= anniversary ? months : months - 1;
}

/** Completed years; someone born on 29 February is a year older on 28 February of a common year. */
export function ageInYears(birth: CivilDate, at: CivilDate): number {
  return Math.floor(ageInMonths(birth, at) / 12);
}

/**
 * Age for display: days below 4 weeks, weeks below 3 months, months below 3 years, then years.
 * @returns null when `at` is before birth.
 */
export function age(birth: CivilDate, at: CivilDate): Age | null {
  const days = ageInDays(birth, at);
  if (days < 0) return null;
  if (days < 28) return { value: days, unit: 'day' };
  const months = ageInMonths(birth, at);
  if (months < 3) return { value: Math.floor(days / 7), unit: 'week' };
  if (months < 36) return { value: months, unit: 'month' };
  return { value: Math.floor(months / 12), unit: 'year' };
}
