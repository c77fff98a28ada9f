import { instantOf } from '@keneyapp/ui/format';

/** Whether a last value is too old to stand for now; without a date nobody knows. A day more: a date may have no time. */
export const isOldAt = (now: number, date: string | null, freshForDays: number): boolean =>
  date === null || now - instantOf(date) > (freshForDays + 1) * 86_400_000;
