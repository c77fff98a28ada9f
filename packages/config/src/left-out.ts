/**
 * The name of a suite or test that cannot run on every machine: with `reason` (null where it can run) it says why it is
 * left out, and the summary of `npm test` tells it. `describe.skipIf(reason)(leftOut('over Redis', reason), …)`.
 */
export const leftOut = (name: string, reason: string | null): string =>
  reason === null ? name : `${name} [skipped: ${reason}]`;
