// Written by `npm run policy -- build` from policies/operations.json, where they are listed.

/** Operations that write and are open under an emergency access. */
export const openInEmergency: readonly string[] = ['drafts.discard', 'drafts.save', 'vitals.record'];
