import type { Reach } from '../reach.ts';

/**
 * Of oneself or somebody close nobody of the staff writes down what opens a chart, and a form is signed by somebody who is
 * born: a secretary reads neither relatives nor who is the same person.
 */
export const consentAffairs: Reach = { reads: ['Patient', 'Person', 'Practitioner', 'RelatedPerson'] };
