import type { Bundle } from '@medplum/fhirtypes';
import { hasNext, lookupIn, matches } from '../../fhir/bundle.ts';
import { latestFirst } from '../../fhir/basics.ts';
import { problemDate, readProblem, type Problem } from '../../fhir/problem.ts';

export type { Problem };

export interface ProblemsView {
  /** Active, latest onset first. */
  current: Problem[];
  past: Problem[];
  /** There was more than the server gave in one answer. */
  truncated: boolean;
}

export function problemsView(bundle: Bundle, now: Date): ProblemsView {
  const lookup = lookupIn(bundle);
  const all = matches(bundle, 'Condition')
    .map((c) => readProblem(c, lookup, now))
    .filter((p) => p.verification !== 'entered-in-error')
    .sort(latestFirst(problemDate));
  return {
    current: all.filter((p) => p.isCurrent),
    past: all.filter((p) => !p.isCurrent),
    truncated: hasNext(bundle),
  };
}
