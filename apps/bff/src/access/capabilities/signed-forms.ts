import type { Reach } from '../reach.ts';

/** A secretary, who sees no documents, sees the signed form that a decision of the patient rests on. */
export const signedForms: Reach = { reads: ['DocumentReference'] };
