import type { Reach } from '../reach.ts';

/**
 * A change is told of before anybody asks for what changed: whether its reader may know of it is looked up in whatever it is,
 * and the chart guard has the last word.
 */
export const liveChanges: Reach = { reads: 'everything' };
