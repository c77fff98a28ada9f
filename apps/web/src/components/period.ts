/** The periods of every page that shows values over time, as the address names them. `stay`: since the day before this stay began. */
export const periods = ['stay', '1d', '1w', '1m', '3m', '1y', '5y', 'all'] as const;
export type Period = (typeof periods)[number];

/** What led to a stay was measured before it: in the emergency room, by who sent the patient. */
const beforeStay = 86_400_000;

/** The moment a period begins, counted back from `now` on the calendar; null for all, and for a stay that nobody is on. */
export function startOf(period: Period, now: number, stayedSince: string | null): number | null {
  const date = new Date(now);
  switch (period) {
    case 'stay': {
      const since = stayedSince === null ? Number.NaN : Date.parse(stayedSince);
      return Number.isNaN(since) ? null : since - beforeStay;
    }
    case '1d':
      return now - 86_400_000;
    case '1w':
      return now - 7 * 86_400_000;
    case '1m':
      return date.setUTCMonth(date.getUTCMonth() - 1);
    case '3m':
      return date.setUTCMonth(date.getUTCMonth() - 3);
    case '1y':
      return date.setUTCFullYear(date.getUTCFullYear() - 1);
    case '5y':
      return date.setUTCFullYear(date.getUTCFullYear() - 5);
    case 'all':
      return null;
  }
}

/** The shortest period, of a week or more, that holds what began at `start`. */
export const periodSince = (start: number, now: number): Period =>
  (['1w', '1m', '3m', '1y', '5y'] as const).find((period) => start >= (startOf(period, now, null) ?? 0)) ??
  'all';

/**
 * What a page opens on when its address asks for no period: the stay somebody is on, else what is usual there. A period
 * that would show nothing gives way to the next one, in the end to all: `newest` is the last value the page has to show,
 * undefined where nobody knows it before asking.
 */
export function openingPeriod(
  asked: Period | null,
  {
    usual,
    stayedSince,
    now,
    newest,
  }: { usual: Period; stayedSince: string | null; now: number; newest?: number },
): Period {
  if (asked !== null) return asked;
  const wanted: Period[] = stayedSince === null ? [usual] : ['stay', usual];
  const isFilled = (period: Period) =>
    newest === undefined || newest >= (startOf(period, now, stayedSince) ?? -Infinity);
  return wanted.find(isFilled) ?? 'all';
}
