import { parseTypedTime } from '@keneyapp/clinical';
import { plainNumber } from '@keneyapp/clinical/typed-line';

/** An amount with a point, as it is sent (`0.5`); null for what is none, or could be two (`1.250`). */
export function decimalOf(text: string): string | null {
  const read = plainNumber(text);
  return read !== null && /^(0|[1-9]\d{0,8})(\.\d{1,6})?$/.test(read) ? read : null;
}

/** What is counted: a whole number from 1 to 1000. */
export function countOf(text: string): number | null {
  const typed = text.trim();
  return /^[1-9]\d{0,3}$/.test(typed) && Number(typed) <= 1_000 ? Number(typed) : null;
}

/** Times of the day in their order; null when one of them is none. */
export function clockOf(text: string): string[] | null {
  const times = text.split(/[\s,;]+/).flatMap((one) => (one && one !== 'et' ? [parseTypedTime(one)] : []));
  return times.every((one) => one !== null) ? [...new Set(times)].sort() : null;
}

export const isSaid = (text: string): boolean => text.trim() !== '';

/** What is wrong with the fields, by their paths; the reasons are those of the server where it has the same. */
export type TextIssue = { path: (string | number)[]; reason: string };

/** A number that is sent, as it is typed in French. */
export const comma = (value: string | number): string => String(value).replace('.', ',');
