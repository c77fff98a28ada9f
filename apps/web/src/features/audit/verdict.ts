import type { TrailState } from '@keneyapp/bff/features/audit/view';

/** What can be said of the trail as a whole. Of one that was empty when it was read nothing was found to be as it should be. */
export type Verdict = 'damaged' | 'not-verified' | 'nothing' | 'intact';

export function verdictOf({ problem, verified }: Pick<TrailState, 'problem' | 'verified'>): Verdict {
  if (problem || verified?.report.problems.length) return 'damaged';
  if (!verified) return 'not-verified';
  return verified.report.records > 0 ? 'intact' : 'nothing';
}
