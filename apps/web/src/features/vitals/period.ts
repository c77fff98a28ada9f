import { parseAsStringLiteral } from 'nuqs/server';
import { viewOf } from '../../components/search-params.ts';

/** Periods of the page, as the address names them. */
export const periods = ['24h', '7d', '30d', '1y', '5y', 'all'] as const;
export type Period = (typeof periods)[number];
const hours: Record<Exclude<Period, 'all'>, number> = {
  '24h': 24,
  '7d': 168,
  '30d': 720,
  '1y': 8766,
  '5y': 43_830,
};

export const vitalsParams = {
  view: viewOf(['table', 'curves']),
  period: parseAsStringLiteral(periods).withDefault('all'),
};

/** Rounded to the hour, so that page and browser ask the same question. */
export function startOf(period: Period, now: Date): { from?: string } {
  if (period === 'all') return {};
  return {
    from: new Date(
      Math.floor(now.getTime() / 3_600_000) * 3_600_000 - hours[period] * 3_600_000,
    ).toISOString(),
  };
}

/** Whose vital signs, and since when. */
export interface VitalsQuery {
  patientId: string;
  from: { from?: string };
}
