import { existsSync } from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { runCommand } from './command.mjs';
import { inRoot } from './paths.mjs';
import { PlainError } from './plain-error.mjs';
import { findNode } from '../run-node.mjs';

/**
 * Chromium without its windows, tabs and toolbar, which is what Playwright itself takes for headless: the same engine for
 * a third of the time (chart.spec.ts: 13 instead of 39 seconds of a processor).
 */
const shell = 'chromium-headless-shell';
const names = [shell, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * A Chromium that starts: the headless one, which is installed on Debian where we may; else one on PATH, else Playwright's
 * own. Answers the executable, or '' for Playwright's own.
 * @param {(text: string) => void} note
 */
export async function findBrowser(note) {
  const first = await presentBrowser();
  if (first?.endsWith(shell)) return first;
  /** @type {string[]} */
  const reasons = [];
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    note('from the system packages');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['update', '-qq'], { env });
    for (const name of first === null ? [shell, 'chromium'] : [shell]) {
      const args = ['install', '-y', '-qq', '--no-install-recommends', name];
      const { code, output } = await runCommand('apt-get', args, { env });
      const installed = code === 0 ? await presentBrowser() : null;
      if (installed !== null) return installed;
      reasons.push(`apt-get: ${lastLine(output)}`);
    }
  }
  if (first !== null) return first;
  note('by Playwright');
  const { code, output } = await runCommand(findNode(), [
    inRoot('node_modules/@playwright/test/cli.js'),
    'install',
    'chromium',
  ]);
  if (code !== 0) reasons.push(`playwright install: ${lastLine(output)}`);
  const installed = await presentBrowser();
  if (installed !== null) return installed;
  throw new PlainError(
    `There is no browser to test with and none could be installed (${reasons.join('; ')}). Install Chromium and start again.`,
  );
}

async function presentBrowser() {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin'];
  for (const name of names) {
    const file = folders.map((folder) => path.join(folder, name)).find((candidate) => existsSync(candidate));
    // a name that only tells to install something else is no browser
    if (file && /^(Chromium|Google Chrome) \d/m.test((await runCommand(file, ['--version'])).output))
      return file;
  }
  /** @type {{ chromium: { executablePath: () => string } }} */
  const { chromium } = createRequire(inRoot('package.json'))('@playwright/test');
  const own = chromium.executablePath();
  return own && existsSync(own) && (await runCommand(own, ['--version'])).code === 0 ? '' : null;
}

/** @param {string} output */
const lastLine = (output) => output.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
