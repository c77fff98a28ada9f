import { mkdirSync } from 'node:fs';
import { findBrowser } from './browser.mjs';
import { stopCommands } from './command.mjs';
import { groups } from './long-groups.mjs';
import { findOpa } from './opa.mjs';
import { inRoot } from './paths.mjs';
import { checkPolicy } from './policy.mjs';
import { findRedis } from './redis.mjs';
import { findSecondClient } from './second-client.mjs';
import { setup } from './setup.mjs';
import { browserTests, stopBrowserTests } from './test-browser.mjs';
import { inModules, lint, node, script, types } from './test-checks.mjs';
import { alone, sideBySide } from './test-lanes.mjs';
import { groupOfRun, longUnitFiles } from './test-long.mjs';
import {
  forgetReports,
  longUnitReport,
  oneCheck,
  readCoverage,
  readUnitReport,
  unitReport,
} from './test-reports.mjs';
import { summarize } from './test-summary.mjs';

/** @typedef {import('./test-reports.mjs').Found} Found @typedef {import('./test-lanes.mjs').Result} Result */

let browser = '';
const setUp = {
  title: 'Set-up',
  work: async () => {
    await setup({ build: false });
    return oneCheck(true);
  },
};
/** One after the other: the system's packages are installed by one at a time. */
const toolsFound = {
  title: 'Tools',
  work: async () => {
    browser = await findBrowser((text) => console.log(`  installing a browser ${text}`));
    const redis = await findRedis((text) => console.log(`  installing Redis ${text}`));
    const second = await findSecondClient((text) => console.log(`  installing dicomweb-client ${text}`));
    if ('file' in second) process.env['E2E_PYTHON'] = second.file;
    const found = oneCheck(true, [browser || "Playwright's own browser"]);
    for (const [name, tool] of /** @type {const} */ ([
      ['tests with Redis', redis],
      ['tests with a second DICOMweb client', second],
    ]))
      if ('missing' in tool) {
        found.skipped += 1;
        found.skips = [...(found.skips ?? []), { name, reason: tool.missing }];
      } else found.passed += 1;
    return found;
  },
};
const built = {
  title: 'Build',
  work: async () => {
    await setup();
    return oneCheck(true);
  },
};

/**
 * Every check of the project; a failing stage does not keep the next from running. The last line tells the sum.
 * @returns {Promise<boolean>} whether all passed
 */
export async function test() {
  const started = begin();
  const group = groupOfRun();
  const note = `Of the long tests, group ${group} of ${groups} (LONG_GROUP=${group}) came along; all of them: npm run test:long`;
  // where OPA is missing it is built, which takes no packages: while they come, and beside the first checks
  const building = findOpa((text) => console.log(`  … ${text}`)).catch(() => undefined);
  /** @type {Result[]} */
  const results = [await alone(setUp)];
  // without packages nothing can be checked
  if (!results[0]?.found.failed) {
    results.push(
      ...(await sideBySide(2, [
        { title: 'Types', work: types },
        { title: 'Lint', work: lint },
        { title: 'Format', work: script('format:check') },
        { title: 'Unused code', work: script('unused') },
        { title: 'Layers', work: script('layers') },
        toolsFound,
        { title: 'Policy', work: () => building.then(checkPolicy) }, // OPA is what the unit tests compare with
      ])),
    );
    for (const stage of [
      { title: 'Unit and HTTP tests', work: unit },
      { title: 'Line coverage', work: async () => readCoverage() },
      { title: 'Long unit tests', work: () => longUnit(group) },
      built,
      { title: 'Leak proofs', work: leakProofs },
      { title: 'Browser tests', work: () => browserTests(browser, String(group)) },
    ])
      results.push(await alone(stage));
  }
  return summarize('npm test', started, results, [note]);
}

/** The long tests, all of them. @returns {Promise<boolean>} whether all passed */
export async function testLong() {
  const started = begin();
  /** @type {Result[]} */
  const results = [];
  for (const stage of [
    setUp,
    toolsFound,
    { title: 'Long unit tests', work: () => longUnit('all') },
    built,
    { title: 'Long browser tests', work: () => browserTests(browser, 'only') },
  ]) {
    results.push(await alone(stage));
    if (results[0]?.found.failed) break;
  }
  return summarize('npm run test:long', started, results, []);
}

function begin() {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.once(signal, () => void abandon());
  mkdirSync(inRoot('test-results'), { recursive: true });
  forgetReports();
  return Date.now();
}

const vitest = [inModules('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json'];

async function unit() {
  const args = ['--coverage', '--coverage.reportOnFailure', `--outputFile.json=${unitReport}`];
  // components are tested in the browser that was found
  const env = { NODE_ENV: 'test', E2E_BROWSER: browser };
  const { code } = await node([...vitest, ...args], { show: true, env });
  return readUnitReport(unitReport, code);
}

/** @param {number | 'all'} group @returns {Promise<Found>} */
async function longUnit(group) {
  const files = longUnitFiles(group);
  if (files.length === 0) return { ...oneCheck(true, ['none in this group']), passed: 0 };
  const args = ['--config', 'vitest.long.config.ts', `--outputFile.json=${longUnitReport}`, ...files];
  const { code } = await node([...vitest, ...args], { show: true, env: { NODE_ENV: 'test' } });
  return readUnitReport(longUnitReport, code);
}

/** Of the deliberate weakenings, those whose sources changed: each must still be noticed. */
async function leakProofs() {
  const { code } = await node(['scripts/leaks/prove.ts', '--changed'], { show: true });
  return oneCheck(code === 0);
}

/** Interrupted: nothing that was started stays. */
async function abandon() {
  console.log('\nInterrupted; stopping.');
  stopCommands();
  await stopBrowserTests();
  process.exit(130);
}
