import type { Reach } from '../reach.ts';

/** A patient names who acts for them exactly, and reads no other record: that there is such a person is looked up in their stead. */
export const delegates: Reach = { reads: ['Patient'] };
