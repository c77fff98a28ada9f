import { civilDateAt, formatIsoDate } from '@keneyapp/clinical';

const zone = 'Europe/Paris';
const dayMs = 86_400_000;

/** `YYYY-MM-DD` some days later; calendar days, whatever the clock does that night. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** The day an instant falls on in the hospital. */
export function dayOf(instant: Date): string {
  return formatIsoDate(civilDateAt(instant, zone));
}

/** Monday of the week of a day (ISO 8601). */
export function mondayOf(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** The instant a day of the hospital begins. Paris is one or two hours ahead of UTC, and the clock never changes at midnight. */
export function startOf(day: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const hour = 3_600_000;
  const local = (at: number) =>
    Number(
      new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(at),
    );
  return new Date(local(utc - 2 * hour) === 0 ? utc - 2 * hour : utc - hour);
}
