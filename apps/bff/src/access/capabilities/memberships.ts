import type { Reach } from '../reach.ts';

/**
 * Accounts and their services are written with the administrator's own token, so that the record says who did; the client of
 * lists, which is all that an administrator has, writes nothing.
 */
export const memberships: Reach = { reads: [], writes: ['Practitioner', 'PractitionerRole'] };
