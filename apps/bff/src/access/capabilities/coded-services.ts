import type { Reach } from '../reach.ts';

/** Favourites are kept for services; who keeps the terminologies works in none of them and has to see their names. */
export const codedServices: Reach = { reads: ['Organization'] };
