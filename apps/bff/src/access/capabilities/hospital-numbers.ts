import type { Reach } from '../reach.ts';

/**
 * FHIR's servers compare identifiers whole: for the beginning of a hospital number all of them are known in memory, as
 * numbers and ids. Who is behind an id is read with the rights of the person who searches.
 */
export const hospitalNumbers: Reach = { reads: ['Patient'] };
