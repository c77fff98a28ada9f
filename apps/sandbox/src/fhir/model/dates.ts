/** Milliseconds since 1970 of the first and last moment a FHIR date may mean. Dates without a zone are taken as UTC. */
export interface DateRange {
  lo: number;
  hi: number;
}

/** Open ends of a period; inside what both JavaScript and bigint hold exactly. */
export const farPast = -8_640_000_000_000_000;
export const farFuture = 8_640_000_000_000_000;

const pattern =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

/** Null when `text` is no date, dateTime or instant. */
export function dateRange(text: string): DateRange | null {
  const found = pattern.exec(text);
  if (!found) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = found;
  const y = Number(year),
    mo = month ? Number(month) - 1 : 0,
    d = day ? Number(day) : 1;
  if (
    mo > 11 ||
    d < 1 ||
    d > 31 ||
    Number(hour ?? 0) > 24 ||
    Number(minute ?? 0) > 59 ||
    Number(second ?? 0) > 60
  )
    return null;
  const offset = zoneOffset(zone);
  const utc = (...parts: [number, number, number, number, number, number, number]) => {
    const date = new Date(Date.UTC(...parts));
    if (parts[0] < 100) date.setUTCFullYear(parts[0]); // Date.UTC reads 0-99 as 1900-1999
    return date.getTime() - offset;
  };
  if (!month) return { lo: utc(y, 0, 1, 0, 0, 0, 0), hi: utc(y + 1, 0, 1, 0, 0, 0, 0) - 1 };
  if (!day) return { lo: utc(y, mo, 1, 0, 0, 0, 0), hi: utc(y, mo + 1, 1, 0, 0, 0, 0) - 1 };
  if (!hour) return { lo: utc(y, mo, d, 0, 0, 0, 0), hi: utc(y, mo, d + 1, 0, 0, 0, 0) - 1 };
  const milliseconds = fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0;
  const lo = utc(y, mo, d, Number(hour), Number(minute), Number(second ?? 0), milliseconds);
  return { lo, hi: second === undefined ? lo + 59_999 : fraction ? lo : lo + 999 };
}

function zoneOffset(zone: string | undefined): number {
  if (!zone || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
