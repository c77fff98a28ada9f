import type { Reach } from '../reach.ts';

/**
 * Whoever held an emergency access knows whose it was after it has ended, and who judges it opens no chart: both read the
 * name. And nothing is opened, and reviewed, of somebody who has no record.
 */
export const emergencyPatients: Reach = { reads: ['Patient'] };
