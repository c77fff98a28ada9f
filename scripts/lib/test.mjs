import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from './browser.mjs';
import { runCommand, stopCommands } from './command.mjs';
import { inRoot, root } from './paths.mjs';
import { PlainError } from './plain-error.mjs';
import { checkPolicy } from './policy.mjs';
import { freePorts } from './ports.mjs';
import { setup } from './setup.mjs';
import { startStack } from './stack.mjs';
import {
  browserReport,
  forgetReports,
  oneCheck,
  readBrowserReport,
  readCoverage,
  readUnitReport,
  unitReport,
} from './test-reports.mjs';
import { typedFolders } from './workspaces.mjs';
import { findNode } from '../run-node.mjs';

/** @typedef {import('./test-reports.mjs').Found} Found */

/** @type {import('./stack.mjs').Stack | undefined} */
let stack;
const aborter = new AbortController();

/**
 * Every check of the project, one after the other; a failing stage does not keep the next from running.
 * The last line tells the sum. @returns {Promise<boolean>} whether all passed
 */
export async function test() {
  const started = Date.now();
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.once(signal, () => void abandon());
  mkdirSync(inRoot('test-results'), { recursive: true });
  forgetReports();
  let browser = '';
  const stages = [
    stage('Set-up', async () => {
      await setup({ build: false });
      return oneCheck(true);
    }),
    stage('Browser', async () => {
      browser = await findBrowser((text) => console.log(`  installing a browser ${text}`));
      return oneCheck(true, [browser || "Playwright's own"]);
    }),
    stage('Boundaries', boundaries),
    stage('Lint', lint),
    stage('Types', types),
    stage('Policy', checkPolicy), // brings OPA, with which the next stage compares
    stage('Unit and HTTP tests', unit),
    stage('Line coverage', async () => readCoverage()),
    stage('Build', async () => {
      await setup();
      return oneCheck(true);
    }),
    stage('Browser tests', () => browserTests(browser)),
  ];
  /** @type {{ title: string, found: Found }[]} */
  const results = [];
  for (const run of stages) {
    results.push(await run());
    if (results[0]?.found.failed) break; // without packages nothing can be checked
  }

  console.log(`\n━━ Summary (${minutes(started)})`);
  for (const { title, found } of results)
    console.log(`${found.failed ? '✗' : '✓'} ${title.padEnd(22)} ${tally(found)}`);
  const sum = results.reduce(
    (total, { found }) => ({
      passed: total.passed + found.passed,
      failed: total.failed + found.failed,
      skipped: total.skipped + found.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
  console.log(`\n${tally(sum)}`);
  return sum.failed === 0;
}

/** @param {{ passed: number, failed: number, skipped: number }} found */
const tally = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
/** @param {number} since */
const minutes = (since) => `${((Date.now() - since) / 60_000).toFixed(1)} min`;

/** @param {string} title @param {() => Promise<Found>} work */
function stage(title, work) {
  return async () => {
    console.log(`\n━━ ${title}`);
    const started = Date.now();
    /** @type {Found} */
    let found;
    try {
      found = await work();
    } catch (error) {
      found = oneCheck(false, [
        error instanceof PlainError
          ? error.message
          : error instanceof Error
            ? String(error.stack)
            : String(error),
      ]);
    }
    for (const line of found.lines) console.log(`  ${line}`);
    console.log(`${found.failed ? '✗' : '✓'} ${title}: ${tally(found)} (${minutes(started)})`);
    return { title, found };
  };
}

/** @param {string[]} args @param {Record<string, string>} [env] */
const node = (args, env = {}) =>
  runCommand(findNode(), args, {
    show: true,
    env: {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      NEXT_TELEMETRY_DISABLED: '1',
      DO_NOT_TRACK: '1',
      ...env,
    },
  });
/** @param {string} file */
const inModules = (file) => inRoot('node_modules', file);

async function boundaries() {
  const { code, output } = await node([inModules('turbo/bin/turbo'), 'boundaries']);
  return oneCheck(code === 0 && /no issues found/.test(output));
}

async function lint() {
  const { code } = await node([inModules('eslint/bin/eslint.js'), '.', '--max-warnings', '0']);
  return oneCheck(code === 0);
}

/** Each workspace is one check. */
async function types() {
  // the route types and next-env.d.ts that the web's own types build on
  const { code } = await runCommand(findNode(), [inModules('next/dist/bin/next'), 'typegen'], {
    cwd: inRoot('apps/web'),
    show: true,
  });
  /** @type {Found} */
  const found = oneCheck(code === 0, code === 0 ? [] : ['failed: next typegen']);
  const waiting = typedFolders();
  const worker = async () => {
    for (let workspace = waiting.shift(); workspace; workspace = waiting.shift()) {
      const result = await runCommand(findNode(), [
        inModules('typescript/bin/tsc'),
        '--noEmit',
        '--pretty',
        'false',
        '-p',
        workspace,
      ]);
      if (result.code === 0) found.passed += 1;
      else {
        found.failed += 1;
        found.lines.push(`failed: ${workspace}`, ...result.output.trim().split('\n'));
      }
    }
  };
  await Promise.all([worker(), worker()]);
  return found;
}

async function unit() {
  const { code } = await node(
    [
      inModules('vitest/vitest.mjs'),
      'run',
      '--coverage',
      '--coverage.reportOnFailure',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${unitReport}`,
    ],
    { NODE_ENV: 'test' },
  );
  return readUnitReport(code);
}

/** A stack of its own on free ports with an empty data folder, as production builds. @param {string} browser */
async function browserTests(browser) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'keneyapp-test-'));
  try {
    stack = await startStack({
      port: await freePorts(Number(process.env['TEST_PORT'] ?? 3400)),
      dataDir,
      signal: aborter.signal,
    });
    const stackFile = path.join(dataDir, 'stack.json');
    writeFileSync(
      stackFile,
      JSON.stringify({ publicUrl: stack.publicUrl, dataDir, settings: stack.settings, pids: stack.pids }),
      { mode: 0o600 },
    );
    const { code } = await node([inModules('@playwright/test/cli.js'), 'test'], {
      E2E_STACK: stackFile,
      E2E_BROWSER: browser,
      PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport,
    });
    const found = readBrowserReport(code);
    if (found.failed) {
      cpSync(path.join(dataDir, 'logs'), inRoot('test-results/logs'), { recursive: true });
      found.lines.push(
        `logs of the servers and traces are in ${path.relative(root, inRoot('test-results'))}/`,
      );
    }
    return found;
  } finally {
    await stack?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Interrupted: nothing that was started stays. */
async function abandon() {
  console.log('\nInterrupted; stopping.');
  aborter.abort();
  stopCommands();
  await stack?.stop();
  if (stack) rmSync(stack.dataDir, { recursive: true, force: true });
  process.exit(130);
}
