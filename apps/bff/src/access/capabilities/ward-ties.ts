import type { Reach } from '../reach.ts';

/**
 * Which patients in the house are somebody's is told by their roles, the places of their units and their care teams. Not
 * every role may read these; only ids of patients leave it, and of each the policy is asked before anything is read.
 */
export const wardTies: Reach = { reads: ['CareTeam', 'Location', 'PractitionerRole'] };
