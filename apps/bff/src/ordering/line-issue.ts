import type { TimeUnit } from '@keneyapp/clinical/prescribing';

/** What keeps a line from being signed, at its field. */
export interface LineIssue {
  path: (string | number)[];
  reason: string;
}
export const issue = (reason: string, ...path: LineIssue['path']): LineIssue => ({ path, reason });

export const hoursOf: Record<TimeUnit, number> = { min: 1 / 60, h: 1, d: 24, wk: 168, mo: 730 };
/** Nothing is ordered for longer than a year. */
export const isTooLong = ({ value, unit }: { value: number; unit: TimeUnit }): boolean =>
  value * hoursOf[unit] > 366 * 24;
