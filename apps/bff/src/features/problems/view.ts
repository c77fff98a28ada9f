import type { Problem } from '../../fhir/problem.ts';
import type { Coded, When } from '../../fhir/shapes.ts';

export type { Problem, Coded, When };

export interface ProblemsView {
  /** Active first by latest onset. */
  current: Problem[];
  past: Problem[];
  /** There was more than the server gave in one answer. */
  truncated: boolean;
}
