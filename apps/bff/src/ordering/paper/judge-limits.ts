import type { Regimen } from '@keneyapp/clinical/prescribing';
import { hoursOf, issue, type LineIssue } from '../line-issue.ts';
import type { PrescriptionLimits } from './substance-rules.ts';

/**
 * What leaves the hospital of a substance with a longest duration (hypnotics, narcotics, tramadol…) has its end, and within that
 * time. The reason names the limit: `beyond-28-days`.
 */
export function* judgeLimits(
  { steps }: Pick<Regimen, 'steps'>,
  { maxDays }: PrescriptionLimits,
  { isRenewal }: { isRenewal: boolean },
): Generator<LineIssue> {
  if (maxDays === null) return;
  const last = steps.length - 1;
  const at = isRenewal ? ['duration'] : ['steps', last, 'duration'];
  const days = daysOf({ steps });
  if (days === null) yield issue(`needs-end-within-${maxDays}-days`, ...at);
  else if (days > maxDays) yield issue(`beyond-${maxDays}-days`, ...at);
}

/** How long it goes on, its steps one after another; null where nothing says so. */
export function daysOf({ steps }: Pick<Regimen, 'steps'>): number | null {
  return steps.reduce<number | null>((sum, { duration, timing }) => {
    const own = duration ? (duration.value * hoursOf[duration.unit]) / 24 : timing?.once ? 1 : null;
    return sum === null || own === null ? null : sum + own;
  }, 0);
}
