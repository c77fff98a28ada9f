import type { Bundle, Condition } from '@medplum/fhirtypes';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { lookupIn } from '@keneyapp/fhir-model/references';
import { readProblem, sortProblems, type Problem, type SortedProblems } from '@keneyapp/fhir-model/problem';
import { nothingBehind, type StatementVersions } from '../../statement-versions.ts';

export type { Problem };
export type ProblemVersions = StatementVersions<Problem>;

/** A version by itself. */
export const problemOf = (stored: Condition): Problem => readProblem(stored, nothingBehind, new Date());

export interface ProblemsView extends SortedProblems {
  /** There was more than the server gave in one answer. */
  truncated: boolean;
}

export function problemsView(bundle: Bundle, now: Date): ProblemsView {
  const lookup = lookupIn(bundle);
  return {
    ...sortProblems(matches(bundle, 'Condition').map((c) => readProblem(c, lookup, now))),
    truncated: hasNext(bundle),
  };
}
