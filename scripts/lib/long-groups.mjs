/** Long tests (`*.long.test.ts`, `@long` in e2e/) run all by `npm run test:long`; `npm test` takes one group along. */
export const groups = 8;

/** The group of a test, from 1, by its name alone: FNV-1a, so that it is the same everywhere. @param {string} name */
export function groupOf(name) {
  let hash = 0x811c9dc5;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (hash % groups) + 1;
}
