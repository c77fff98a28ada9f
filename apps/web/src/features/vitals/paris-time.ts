import { hospitalZone } from '@keneyapp/clinical';

/** The form speaks the clock of the hospital, whatever the clock of the browser. */
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: hospitalZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** An instant as `<input type="datetime-local">` wants it: `2026-11-24T08:30`, in Paris. */
export function toParis(instant: Date): string {
  const p = Object.fromEntries(parts.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${p['year']}-${p['month']}-${p['day']}T${p['hour']}:${p['minute']}`;
}

/** The instant of a civil time in Paris with its offset, `2026-11-24T08:30:00+01:00`; null for what is no time. */
export function fromParis(local: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null;
  const asUtc = Date.parse(`${local}:00Z`);
  if (Number.isNaN(asUtc)) return null;
  // the offset that makes this civil time true; in the hour that does not exist in spring, the later one
  for (const hours of [1, 2])
    if (toParis(new Date(asUtc - hours * 3_600_000)) === local) return `${local}:00+0${hours}:00`;
  return `${local}:00+02:00`;
}
