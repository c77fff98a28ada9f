import { unusualDays } from '@keneyapp/bff/features/audit/schema';
import { createSerializer, parseAsStringLiteral, type inferParserType } from 'nuqs/server';
import { parseAsDay } from '../../components/search-params.ts';
import { periodOf } from './search-params.ts';

export { unusualDays };

/** What was dealt with is kept, and out of the way. */
export const shownOnes = ['open', 'done', 'all'] as const;

export const unusualParams = {
  from: parseAsDay,
  to: parseAsDay,
  show: parseAsStringLiteral(shownOnes).withDefault('open').withOptions({ clearOnDefault: false }),
};
const write = createSerializer(unusualParams);
export const unusualHref = (pageParams: inferParserType<typeof unusualParams>): string =>
  write('/audit/unusual', pageParams);

/** The period and what of it the address names, else the last seven days and what is to be looked at. */
export function periodIn(
  { from, to, show }: inferParserType<typeof unusualParams>,
  today: string,
): { from: string; to: string; isTooLong: boolean; show: (typeof shownOnes)[number] } {
  const period = from && to && from <= to ? { from, to } : periodOf('week', today);
  return {
    ...period,
    show,
    isTooLong: Date.parse(period.to) - Date.parse(period.from) >= unusualDays * 86_400_000,
  };
}
