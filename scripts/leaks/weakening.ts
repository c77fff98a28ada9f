import type { Edit } from './edit.ts';

/**
 * A deliberate weakness of the BFF: what a slip of a hand could do. `breaks` names the cases of e2e/leaks (by the beginning
 * of their titles) that must fail on a build with it; `npm run leaks:prove` sees to it.
 */
export interface Weakening {
  id: string;
  edits: readonly Edit[];
  breaks: readonly string[];
}
