import { groupOf } from '../scripts/lib/long-groups.mjs';

/**
 * Tests that take long: all of them run by `npm run test:long`, and one group with every `npm test`.
 * `test(title, long(title), async …)`.
 */
export const long = (title: string) => ({ tag: ['@long', `@long-${groupOf(title)}`] });

/** Another with each run, the same for one commit: what is too much for every run is gone through in turns by it. */
export const turn = Number(process.env['LONG']) || 0;

/** What Playwright takes along: by `LONG` one group of the long tests, `all` of them, `only` them, or none. */
export function longTests(which: string | undefined): { grep?: RegExp; grepInvert?: RegExp } {
  if (which === 'only') return { grep: /@long\b(?!-)/ };
  if (which === 'all') return {};
  const group = /^\d+$/.test(which ?? '') ? which : '0';
  return { grepInvert: new RegExp(`^(?!.*@long-${group}\\b).*@long\\b`, 's') };
}
