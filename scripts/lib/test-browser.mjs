import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot, root } from './paths.mjs';
import { freePorts } from './ports.mjs';
import { startStack } from './stack.mjs';
import { inModules, node } from './test-checks.mjs';
import { browserReport, readBrowserReport } from './test-reports.mjs';

/** @typedef {import('./test-reports.mjs').Found} Found */

/** @type {import('./stack.mjs').Stack | undefined} */
let stack;
const aborter = new AbortController();

/**
 * A stack of its own on free ports with an empty data folder, as production builds.
 * @param {string} browser @param {string} long which of the long tests come along: a group, `all`, or `only` them
 * @returns {Promise<Found>}
 */
export async function browserTests(browser, long) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'keneyapp-test-'));
  try {
    stack = await startStack({
      port: await freePorts(Number(process.env['TEST_PORT'] ?? 3400)),
      dataDir,
      // one account does here in a minute what a ward does; still few enough for the tests to come to the end of it
      settings: { RATE_LIMIT_FACTOR: '3', FRESH_SIGN_IN_MINUTES: '600' },
      signal: aborter.signal,
    });
    const stackFile = path.join(dataDir, 'stack.json');
    writeFileSync(
      stackFile,
      JSON.stringify({ publicUrl: stack.publicUrl, dataDir, settings: stack.settings, pids: stack.pids }),
      { mode: 0o600 },
    );
    const { code } = await node([inModules('@playwright/test/cli.js'), 'test'], {
      show: true,
      env: {
        E2E_STACK: stackFile,
        E2E_BROWSER: browser,
        LONG: long,
        PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport,
      },
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

/** Nothing that was started stays. */
export async function stopBrowserTests() {
  aborter.abort();
  await stack?.stop();
  if (stack) rmSync(stack.dataDir, { recursive: true, force: true });
}
