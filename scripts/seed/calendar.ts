import { dayOf, offsetAt, startOf } from '@keneyapp/fhir-model/hospital-days';

/**
 * Dates relative to the start of one day in Europe/Paris, so that "this week" and "yesterday" exist whenever the seed runs.
 * Day 0 is that day, negative numbers are the past.
 */
export class Calendar {
  readonly today: string;
  /** Hours since the start of day 0: what happened lately is told from here. */
  readonly hour: number;
  readonly #base: number;
  /** `today` is YYYY-MM-DD. */
  constructor(today: string, hour = 14) {
    this.today = today;
    this.hour = hour;
    this.#base = Date.parse(`${today}T00:00:00Z`);
  }

  static now(now = new Date()): Calendar {
    const today = dayOf(now);
    // in the night of a clock change: rather an hour early than in the future
    const local = (hour: number) => Date.parse(new Calendar(today).at(0, hour));
    const passed = (now.getTime() - startOf(today).getTime()) / 3_600_000;
    return new Calendar(today, local(passed) > now.getTime() ? passed - 1 : passed);
  }
  /** Instant so many hours ago. */
  ago(hours: number): string {
    return this.at(0, this.hour - hours);
  }
  /** YYYY-MM-DD. */
  date(day: number): string {
    return new Date(this.#base + Math.round(day) * 86_400_000).toISOString().slice(0, 10);
  }
  /** Instant with the offset of Paris on that day. Fractions of a day are ignored; hours may go over 24, or below 0. */
  at(day: number, hour: number, minute = 0): string {
    const local = new Date(
      this.#base + Math.round(day) * 86_400_000 + Math.round(hour * 60 + minute) * 60_000,
    );
    return `${local.toISOString().slice(0, 19)}${offsetAt(local.toISOString().slice(0, 19))}`;
  }
  /** Day number of a date. */
  dayOf(date: string): number {
    return Math.round((Date.parse(`${date.slice(0, 10)}T00:00:00Z`) - this.#base) / 86_400_000);
  }
  /** 1 = Monday … 7 = Sunday. */
  weekday(day: number): number {
    return ((new Date(this.#base + day * 86_400_000).getUTCDay() + 6) % 7) + 1;
  }
  /** Completed years at `day`. */
  age(birthDate: string, day = 0): number {
    const on = this.date(day);
    return (
      Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (on.slice(5) < birthDate.slice(5) ? 1 : 0)
    );
  }
  /** Monday of the week of day 0, as a day number. */
  get monday(): number {
    return 1 - this.weekday(0);
  }
}
