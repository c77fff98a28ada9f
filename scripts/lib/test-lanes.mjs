import { PlainError } from './plain-error.mjs';
import { oneCheck } from './test-reports.mjs';

/**
 * @typedef {import('./test-reports.mjs').Found} Found
 * @typedef {(print: (text: string) => void) => Promise<Found>} Work `print` shows something of the stage while it runs
 * @typedef {{ title: string, work: Work }} Stage
 * @typedef {{ title: string, found: Found, seconds: number }} Result
 */

/** One stage with the screen to itself. @param {Stage} stage @returns {Promise<Result>} */
export async function alone({ title, work }) {
  console.log(`\n━━ ${title}`);
  return ended(title, await timed(title, work, (text) => process.stdout.write(text)));
}

/**
 * Stages that do not need each other, so many at a time, in their order. What each prints comes whole, when it ends.
 * @param {number} lanes @param {Stage[]} stages @returns {Promise<Result[]>} in the order of `stages`
 */
export async function sideBySide(lanes, stages) {
  /** @type {(Result | undefined)[]} */
  const results = [];
  const waiting = [...stages.entries()];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [place, { title, work }] = next;
      let printed = '';
      const result = await timed(title, work, (text) => (printed += text));
      console.log(`\n━━ ${title}`);
      if (printed.trim()) console.log(printed.trimEnd());
      results[place] = ended(title, result);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results.filter((result) => result !== undefined);
}

/** @param {string} title @param {Work} work @param {(text: string) => void} print @returns {Promise<Result>} */
async function timed(title, work, print) {
  const started = Date.now();
  /** @type {Found} */
  let found;
  try {
    found = await work(print);
  } catch (error) {
    found = oneCheck(false, [
      error instanceof PlainError
        ? error.message
        : error instanceof Error
          ? String(error.stack)
          : String(error),
    ]);
  }
  return { title, found, seconds: (Date.now() - started) / 1000 };
}

/** @param {string} title @param {Result} result */
function ended(title, result) {
  for (const line of result.found.lines) console.log(`  ${line}`);
  console.log(
    `${result.found.failed ? '✗' : '✓'} ${title}: ${tally(result.found)} (${minutes(result.seconds)})`,
  );
  return result;
}

/** @param {{ passed: number, failed: number, skipped: number }} found */
export const tally = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
/** @param {number} seconds */
export const minutes = (seconds) => `${(seconds / 60).toFixed(1)} min`;
