import { parseAsStringLiteral } from 'nuqs/server';
import { periods, startOf, type Period } from '../../components/period.ts';
import { viewOf } from '../../components/search-params.ts';

export const vitalsParams = { view: viewOf(['table', 'curves']), period: parseAsStringLiteral(periods) };

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
