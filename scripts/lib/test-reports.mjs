import { existsSync, readFileSync, rmSync } from 'node:fs';
import { inRoot, root } from './paths.mjs';

/**
 * What a stage found. `lines` are shown under it.
 * @typedef {{ passed: number, failed: number, skipped: number, lines: string[] }} Found
 */

/** Line coverage that each server and package has to reach, in percent. */
const enough = 80;
export const unitReport = inRoot('test-results/unit.json');
export const browserReport = inRoot('test-results/e2e.json');
const coverageReport = inRoot('coverage/coverage-summary.json');

/** A report that an earlier run left must not count. */
export const forgetReports = () =>
  [unitReport, browserReport, coverageReport].forEach((file) => rmSync(file, { force: true }));

/** @param {boolean} ok @param {string[]} [lines] @returns {Found} */
export const oneCheck = (ok, lines = []) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, lines });

/** Vitest's JSON report. A file that could not even be loaded counts as one failure. @param {number} code @returns {Found} */
export function readUnitReport(code) {
  if (!existsSync(unitReport)) return oneCheck(false, ['the test runner ended without a report']);
  /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { name: string, status: string, assertionResults: { status: string, fullName: string }[] }[] }} */
  const report = JSON.parse(readFileSync(unitReport, 'utf8'));
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const lines = [
    ...broken.map((file) => `failed: ${file.name.replace(`${root}/`, '')} (could not be run)`),
    ...report.testResults.flatMap((file) =>
      file.assertionResults
        .filter((t) => t.status === 'failed')
        .map((t) => `failed: ${file.name.replace(`${root}/`, '')} › ${t.fullName}`),
    ),
  ];
  const failed = report.numFailedTests + broken.length;
  // an unhandled error fails the run though every test passed
  const unexplained = code !== 0 && failed === 0 ? 1 : 0;
  return {
    passed: report.numPassedTests,
    failed: failed + unexplained,
    skipped: report.numPendingTests + report.numTodoTests,
    lines: unexplained ? [...lines, 'failed: an error outside the tests (above)'] : lines,
  };
}

/** One check for the BFF, the sandbox and each package: line coverage. @returns {Found} */
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

/** Playwright's JSON report. @param {number} code @returns {Found} */
export function readBrowserReport(code) {
  if (!existsSync(browserReport)) return oneCheck(false, ['the browser tests ended without a report']);
  /** @type {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: { message?: string }[] }} */
  const { stats, errors } = JSON.parse(readFileSync(browserReport, 'utf8'));
  const unexplained = code !== 0 && stats.unexpected === 0 ? 1 : 0;
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + unexplained,
    skipped: stats.skipped,
    lines: [
      ...(stats.flaky ? [`${stats.flaky} passed only when tried again`] : []),
      ...errors.map((error) => `error: ${error.message?.split('\n')[0] ?? 'unknown'}`),
    ],
  };
}
