import { parseAsString } from 'nuqs/server';

/** One kind of resource, `?type=Observation`; all kinds without it. */
export const recordParams = { type: parseAsString };

/** The two versions that are compared. */
export const versionParams = { from: parseAsString, to: parseAsString };
