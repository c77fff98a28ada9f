import { readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { minutes, tally } from './test-lanes.mjs';

/** @typedef {import('./test-lanes.mjs').Result} Result @typedef {import('./test-reports.mjs').FileTime} FileTime */

/**
 * Minutes that each command of the CI may take (`allowed`), that an issue may add to them at most, in a commit of its own
 * (`each`), and that the whole CI may take.
 * @type {{ allowed: Record<string, number>, each: Record<string, number>, '.ci/run': { allowed: number, limit: number } }}
 */
const budget = JSON.parse(readFileSync(new URL('./budget.json', import.meta.url), 'utf8'));

/** Told, never a failure: a crowded machine is no fault of the code. @param {string} command @param {number} seconds */
function budgetLines(command, seconds) {
  const allowed = budget.allowed[command];
  if (allowed === undefined) return [`${command}: ${minutes(seconds)}`];
  const left = allowed - seconds / 60;
  const { allowed: whole, limit } = budget['.ci/run'];
  const given = Object.values(budget.allowed).reduce((a, b) => a + b, 0);
  return [
    `${command}: ${minutes(seconds)} of ${allowed} allowed, ${left < 0 ? `${(-left).toFixed(1)} too many` : `${left.toFixed(1)} left`}; an issue may add ${budget.each[command] ?? 0}`,
    `.ci/run: ${given} of ${whole} min given out to its commands, ${whole - given} left (the CI ends it after ${limit}); scripts/lib/budget.json`,
  ];
}

/** Longest first. @param {Result[]} results @returns {FileTime[]} */
const slowestFiles = (results) =>
  results
    .flatMap(({ found }) => found.files ?? [])
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, 10);

/**
 * Prints what was found and how long it took, and writes the same to test-results/summary.json.
 * @param {string} command @param {number} started @param {Result[]} results @param {string[]} notes
 * @returns {boolean} whether all passed
 */
export function summarize(command, started, results, notes) {
  const seconds = (Date.now() - started) / 1000;
  const sum = results.reduce(
    (total, { found }) => ({
      passed: total.passed + found.passed,
      failed: total.failed + found.failed,
      skipped: total.skipped + found.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
  const slowest = slowestFiles(results);
  const skips = results.flatMap(({ found }) => found.skips ?? []);
  // said once more at the end: who reads a long output reads its end
  const failures = results.flatMap(({ title, found }) =>
    found.failed
      ? found.lines.filter((line) => /failed: /.test(line)).map((line) => `${title}: ${line}`)
      : [],
  );

  console.log(`\n━━ Summary (${minutes(seconds)})`);
  for (const { title, found, seconds: took } of results)
    console.log(
      `${found.failed ? '✗' : '✓'} ${title.padEnd(22)} ${minutes(took).padStart(9)}  ${tally(found)}`,
    );
  if (slowest.length) console.log('\nThe slowest test files:');
  for (const { file, seconds: took } of slowest) console.log(`  ${took.toFixed(1).padStart(6)} s  ${file}`);
  if (skips.length) console.log('\nSkipped:');
  for (const { name, reason } of skips) console.log(`  ${name}${reason ? `: ${reason}` : ''}`);
  if (failures.length) console.log('\nFailed:');
  for (const failure of failures) console.log(`  ${failure}`);
  console.log('');
  for (const line of [...notes, ...budgetLines(command, seconds)]) console.log(line);
  const stages = results.map(({ title, found: { passed, failed, skipped }, seconds: took }) => ({
    title,
    seconds: took,
    passed,
    failed,
    skipped,
  }));
  writeFileSync(
    inRoot('test-results/summary.json'),
    `${JSON.stringify({ command, seconds, ...sum, stages, slowest, skips, failures, notes, allowedMinutes: budget.allowed[command] ?? null }, null, 2)}\n`,
  );
  console.log(`\n${tally(sum)}`);
  return sum.failed === 0;
}
