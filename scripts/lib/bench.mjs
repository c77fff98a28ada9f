import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from './browser.mjs';
import { runCommand, stopCommands } from './command.mjs';
import { inRoot } from './paths.mjs';
import { freePorts } from './ports.mjs';
import { setup } from './setup.mjs';
import { startStack } from './stack.mjs';
import { findNode } from '../run-node.mjs';

/** @param {string[]} names benches to run, by the beginning of their file's name; none means all @returns {Promise<number>} exit status */
export async function bench(names) {
  await setup();
  const browser = await findBrowser((text) => console.log(`  installing a browser ${text}`));
  const dataDir = mkdtempSync(path.join(tmpdir(), 'keneyapp-bench-'));
  /** @type {import('./stack.mjs').Stack | undefined} */
  let stack;
  const aborter = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => { aborter.abort(); stopCommands(); });
  try {
    stack = await startStack({ port: await freePorts(Number(process.env['TEST_PORT'] ?? 3500)), dataDir, signal: aborter.signal });
    const file = path.join(dataDir, 'stack.json');
    const freePort = await freePorts(Number(new URL(stack.publicUrl).port) + 4);
    writeFileSync(file, JSON.stringify({ publicUrl: stack.publicUrl, dataDir, settings: stack.settings, pids: stack.pids, freePort, browser }), { mode: 0o600 });
    return (await runCommand(findNode(), [inRoot('scripts/bench/run.ts'), file, ...names], { show: true })).code;
  } finally {
    await stack?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
