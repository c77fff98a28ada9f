import type { Reach } from '../reach.ts';

/** What is printed says where its author works. Not every role may read the house; of oneself everybody may know it. */
export const workplaces: Reach = { reads: ['PractitionerRole'] };
