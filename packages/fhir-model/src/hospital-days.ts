import { hospitalZone } from '@keneyapp/clinical';
import { Temporal } from 'temporal-polyfill';

/** `YYYY-MM-DD` some days later; calendar days, whatever the clock does that night. */
export function addDays(day: string, count: number): string {
  return Temporal.PlainDate.from(day).add({ days: count }).toString();
}

/** The day an instant falls on in the hospital. */
export function dayOf(instant: Date): string {
  return zoned(instant).toPlainDate().toString();
}

/** An instant on the clock of the hospital, to the second, with its offset: `2026-07-12T08:30:00+02:00`. */
export function momentOf(instant: Date): string {
  return zoned(instant).toString({ smallestUnit: 'second', timeZoneName: 'never' });
}

/** Monday of the week of a day (ISO 8601). */
export function mondayOf(day: string): string {
  return addDays(day, 1 - Temporal.PlainDate.from(day).dayOfWeek);
}

/** The instant a day of the hospital begins. */
export function startOf(day: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(hospitalZone).epochMilliseconds);
}

/** `2026-07-12T08:30:00` on the clock of the hospital → `+02:00`; in the hour that does not exist in spring the later one. Before 1911 there were seconds, which FHIR cannot write. */
export function offsetAt(local: string): string {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(hospitalZone).offset.slice(0, 6);
}

const zoned = (instant: Date): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(hospitalZone);
