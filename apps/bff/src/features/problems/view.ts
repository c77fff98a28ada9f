import type { Bundle } from '@medplum/fhirtypes';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { lookupIn } from '@keneyapp/fhir-model/references';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { problemDate, readProblem, type Problem } from '@keneyapp/fhir-model/problem';

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
