import { unusualDays } from '@keneyapp/bff/features/audit/schema';
import { periodOf } from './place.ts';

export { unusualDays };
const day = /^\d{4}-\d{2}-\d{2}$/;

/** The period the address names, else the last seven days. */
export function readPeriod(
  params: URLSearchParams,
  today: string,
): { from: string; to: string; isTooLong: boolean } {
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? ''];
  const period = day.test(from) && day.test(to) && from <= to ? { from, to } : periodOf('week', today);
  return {
    ...period,
    isTooLong: Date.parse(period.to) - Date.parse(period.from) >= unusualDays * 86_400_000,
  };
}
