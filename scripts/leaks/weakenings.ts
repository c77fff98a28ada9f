import type { Edit } from './edit.ts';
import { ofDecisions } from './weakenings/decisions.ts';
import { ofTheEdges } from './weakenings/edges.ts';
import { ofFeatures } from './weakenings/features.ts';
import { ofTheGuard } from './weakenings/guard.ts';
import { ofThePolicy } from './weakenings/policy.ts';
import { ofTheTrail } from './weakenings/trail.ts';

/**
 * A deliberate weakness of the BFF: what a slip of a hand could do. `breaks` names the cases of e2e/leaks (by the beginning
 * of their titles) that must fail on a build with it; `npm run leaks:prove` sees to it.
 */
export interface Weakening {
  id: string;
  edits: readonly Edit[];
  breaks: readonly string[];
}

/** One per feature, per rule of the guard, per rule of the policy and per edge; what is more general comes last. */
export const weakenings: readonly Weakening[] = [
  ...ofFeatures,
  ...ofTheGuard,
  ...ofDecisions,
  ...ofTheEdges,
  ...ofTheTrail,
  ...ofThePolicy,
];
