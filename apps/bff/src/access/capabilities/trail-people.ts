import type { Reach } from '../reach.ts';

/**
 * The trail keeps ids. Who reads it, an officer or a patient in the list of who opened their chart, opens no record of the
 * people in it, and has to know whose it was and whether the one who looked is the same person or a relative.
 */
export const trailPeople: Reach = { reads: ['Patient', 'Person', 'Practitioner'] };
