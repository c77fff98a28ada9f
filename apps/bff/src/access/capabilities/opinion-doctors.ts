import type { Reach } from '../reach.ts';

/** An officer asks a doctor for an opinion by name, and searches no record: the people of the house are looked for in their stead. */
export const opinionDoctors: Reach = { reads: ['Practitioner'] };
