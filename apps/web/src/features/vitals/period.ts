import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { periods, startOf, type Period } from '../../components/period.ts';
import { viewOf } from '../../components/search-params.ts';

export const vitalsParams = {
  view: viewOf(['table', 'curves']),
  period: parseAsStringLiteral(periods),
  /** The row that the page was opened for (`Measure.row`). */
  row: parseAsString,
};

/** Rounded to the hour, so that page and browser ask the same question. */
export function fromOf(period: Period, now: Date, stayedSince: string | null): { from?: string } {
  const start = startOf(period, Math.floor(now.getTime() / 3_600_000) * 3_600_000, stayedSince);
  return start === null ? {} : { from: new Date(start).toISOString() };
}

/** Whose vital signs, and since when. */
export interface VitalsQuery {
  patientId: string;
  from: { from?: string };
}

/** Where all of it is, and the row that the page was opened for. */
export interface Opened {
  allHref: string;
  row: string | null;
}
