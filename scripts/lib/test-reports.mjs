import { existsSync, readFileSync, rmSync } from 'node:fs';
import { inRoot, root } from './paths.mjs';

/**
 * What a stage found. `lines` are shown under it, `skips` tells why tests were left out, `files` how long each file took.
 * @typedef {{ name: string, reason: string }} Skip
 * @typedef {{ file: string, seconds: number }} FileTime
 * @typedef {{ passed: number, failed: number, skipped: number, lines: string[], skips?: Skip[], files?: FileTime[] }} Found
 */

/** Line coverage that each app and package has to reach, in percent; what of the web counts is told in vitest.config.ts. */
const enough = 80;
export const unitReport = inRoot('test-results/unit.json');
export const longUnitReport = inRoot('test-results/unit-long.json');
export const browserReport = inRoot('test-results/e2e.json');
const coverageReport = inRoot('coverage/coverage-summary.json');

/** A report that an earlier run left must not count. */
export const forgetReports = () =>
  [unitReport, longUnitReport, browserReport, coverageReport].forEach((file) =>
    rmSync(file, { force: true }),
  );

/** @param {boolean} ok @param {string[]} [lines] @returns {Found} */
export const oneCheck = (ok, lines = []) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, lines });

/** @param {string} file */
const ofRoot = (file) => file.replace(`${root}/`, '');

/**
 * Vitest's JSON report. A file that could not even be loaded counts as one failure.
 * @param {string} file @param {number} code @returns {Found}
 */
export function readUnitReport(file, code) {
  if (!existsSync(file)) return oneCheck(false, ['the test runner ended without a report']);
  /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { name: string, status: string, startTime: number, endTime: number, assertionResults: { status: string, fullName: string }[] }[] }} */
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const broken = report.testResults.filter(
    (tested) => tested.status === 'failed' && !tested.assertionResults.some((t) => t.status === 'failed'),
  );
  /** @param {(status: string) => boolean} wanted */
  const tests = (wanted) =>
    report.testResults.flatMap((tested) =>
      tested.assertionResults
        .filter(({ status }) => wanted(status))
        .map(({ fullName }) => `${tested.name} › ${fullName}`),
    );
  const lines = [
    ...broken.map(({ name }) => `failed: ${ofRoot(name)} (could not be run)`),
    ...tests((status) => status === 'failed').map((place) => `failed: ${ofRoot(place)}`),
  ];
  const failed = report.numFailedTests + broken.length;
  // an unhandled error fails the run though every test passed
  const unexplained = code !== 0 && failed === 0 ? 1 : 0;
  return {
    passed: report.numPassedTests,
    failed: failed + unexplained,
    skipped: report.numPendingTests + report.numTodoTests,
    lines: unexplained ? [...lines, 'failed: an error outside the tests (above)'] : lines,
    // the name of a unit test that is left out says why
    skips: tests((status) => !['passed', 'failed'].includes(status)).map((place) => ({
      name: ofRoot(place),
      reason: '',
    })),
    files: report.testResults.map(({ name, startTime, endTime }) => ({
      file: ofRoot(name),
      seconds: (endTime - startTime) / 1000,
    })),
  };
}

/** One check for each app and package: line coverage. @returns {Found} */
export function readCoverage() {
  if (!existsSync(coverageReport)) return oneCheck(false, ['no coverage report']);
  /** @type {Record<string, { lines: { total: number, covered: number } }>} */
  const files = JSON.parse(readFileSync(coverageReport, 'utf8'));
  /** @type {Map<string, { total: number, covered: number }>} */
  const sums = new Map();
  for (const [file, { lines }] of Object.entries(files)) {
    const name = /(?:apps|packages)\/[^/]+(?=\/src\/)/.exec(file.replaceAll('\\', '/'))?.[0];
    if (!name) continue;
    const sum = sums.get(name) ?? { total: 0, covered: 0 };
    sums.set(name, { total: sum.total + lines.total, covered: sum.covered + lines.covered });
  }
  const rows = [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { total, covered }]) => ({
      name,
      percent: total === 0 ? 100 : (100 * covered) / total,
      total,
    }));
  const failed = rows.filter((row) => row.percent < enough).length;
  return {
    passed: rows.length - failed,
    failed,
    skipped: 0,
    lines: rows.map(
      (row) =>
        `line coverage ${row.name.padEnd(22)} ${row.percent.toFixed(1).padStart(5)} % of ${row.total}${row.percent < enough ? `  failed: under ${enough} %` : ''}`,
    ),
  };
}

/**
 * Playwright's JSON report, as far as it is read here.
 * @typedef {{ duration: number }} Attempt
 * @typedef {{ status: string, annotations?: { type: string, description?: string }[], results: Attempt[] }} Tested
 * @typedef {{ file: string, title: string, specs?: { title: string, file: string, tests: Tested[] }[], suites?: Suite[] }} Suite
 */

/** @param {number} code @returns {Found} */
export function readBrowserReport(code) {
  if (!existsSync(browserReport)) return oneCheck(false, ['the browser tests ended without a report']);
  /** @type {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: { message?: string }[], suites?: Suite[] }} */
  const { stats, errors, suites = [] } = JSON.parse(readFileSync(browserReport, 'utf8'));
  const unexplained = code !== 0 && stats.unexpected === 0 ? 1 : 0;
  const tests = suites.flatMap(testsOf);
  /** @type {Map<string, number>} */
  const times = new Map();
  for (const { file, results } of tests)
    times.set(
      file,
      results.reduce((sum, { duration }) => sum + duration / 1000, times.get(file) ?? 0),
    );
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + unexplained,
    skipped: stats.skipped,
    lines: [
      ...(stats.flaky ? [`${stats.flaky} passed only when tried again`] : []),
      ...tests.filter(({ status }) => status === 'unexpected').map(({ name }) => `failed: ${name}`),
      ...errors.map((error) => `error: ${error.message?.split('\n')[0] ?? 'unknown'}`),
    ],
    skips: tests
      .filter(({ status }) => status === 'skipped')
      .map(({ name, annotations = [] }) => ({
        name,
        reason: annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ?? '',
      })),
    files: [...times].map(([file, seconds]) => ({ file, seconds })),
  };
}

/** @param {Suite} suite @returns {(Tested & { file: string, name: string })[]} */
const testsOf = ({ specs = [], suites = [] }) => [
  ...specs.flatMap(({ title, file, tests }) =>
    tests.map((test) => ({ ...test, file: `e2e/${file}`, name: `e2e/${file} › ${title}` })),
  ),
  ...suites.flatMap(testsOf),
];
