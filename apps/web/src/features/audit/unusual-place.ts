import { unusualDays } from '@keneyapp/bff/features/audit/schema';
import { isIsoDay } from '@keneyapp/clinical';
import { periodOf } from './place.ts';

export { unusualDays };

/** What was dealt with is kept, and out of the way. */
export const shownOnes = ['open', 'done', 'all'] as const;

/** The period and what of it the address names, else the last seven days and what is to be looked at. */
export function readPeriod(
  params: URLSearchParams,
  today: string,
): { from: string; to: string; isTooLong: boolean; show: (typeof shownOnes)[number] } {
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? ''];
  const period = isIsoDay(from) && isIsoDay(to) && from <= to ? { from, to } : periodOf('week', today);
  return {
    ...period,
    show: shownOnes.find((one) => one === params.get('show')) ?? 'open',
    isTooLong: Date.parse(period.to) - Date.parse(period.from) >= unusualDays * 86_400_000,
  };
}
