import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findBrowser } from './browser.mjs';
import { runCommand, stopCommands } from './command.mjs';
import { inRoot } from './paths.mjs';
import { demoBlock, freePorts, parsePort } from './ports.mjs';
import { setup } from './setup.mjs';
import { startStack } from './stack.mjs';
import { findNode } from '../run-node.mjs';

/** @param {string[]} args `--profile <name>` measures servers that stay; the rest names benches to run, by the beginning of their file's name; none means all @returns {Promise<number>} exit status */
export async function bench(args) {
  const {
    values: { profile = 'sandbox' },
    positionals: names,
  } = parseArgs({ args, allowPositionals: true, options: { profile: { type: 'string' } } });
  const isSandbox = profile === 'sandbox';
  await setup();
  const browser = await findBrowser((text) => console.log(`  installing a browser ${text}`));
  const dataDir = isSandbox ? mkdtempSync(path.join(tmpdir(), 'keneyapp-bench-')) : inRoot('.data');
  /** @type {import('./stack.mjs').Stack | undefined} */
  let stack;
  const aborter = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => {
      aborter.abort();
      stopCommands();
    });
  try {
    stack = await startStack({
      port: isSandbox
        ? await freePorts(Number(process.env['TEST_PORT'] ?? 3500))
        : parsePort(process.env['PORT']),
      dataDir,
      profile,
      // what is measured is how fast it is, not how soon it says that it is enough
      settings: { RATE_LIMIT_FACTOR: '1000' },
      signal: aborter.signal,
    });
    const file = path.join(dataDir, 'bench.json');
    const freePort = await freePorts(Number(stack.settings['PORT']) + demoBlock);
    writeFileSync(
      file,
      JSON.stringify({
        publicUrl: stack.publicUrl,
        dataDir,
        settings: stack.settings,
        pids: stack.pids,
        freePort,
        browser,
      }),
      { mode: 0o600 },
    );
    return (
      await runCommand(findNode(), [inRoot('scripts/bench/run.ts'), file, ...names], {
        show: true,
        env: {
          ...process.env,
          ...(stack.settings['NODE_EXTRA_CA_CERTS']
            ? { NODE_EXTRA_CA_CERTS: stack.settings['NODE_EXTRA_CA_CERTS'] }
            : {}),
        },
      })
    ).code;
  } finally {
    await stack?.stop();
    rmSync(isSandbox ? dataDir : path.join(dataDir, 'bench.json'), { recursive: true, force: true });
  }
}
