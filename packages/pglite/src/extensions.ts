import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';

/** Of the agenda: a constraint over what, and when (`apps/appointments`). */
export const extensions = { btree_gist };
