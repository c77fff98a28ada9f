import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findBrowser } from '../lib/browser.mjs';
import { runCommand, stopCommands } from '../lib/command.mjs';
import { inRoot } from '../lib/paths.mjs';
import { parsePort } from '../lib/ports.mjs';
import { findSecondClient } from '../lib/second-client.mjs';
import { setup } from '../lib/setup.mjs';
import { startStack } from '../lib/stack.mjs';
import { findNode } from '../run-node.mjs';
import { NotHereError } from './install.mjs';
import { engines } from './main.mjs';
import { dataDir } from './plan.mjs';

/** Said when the engines cannot be had here (no rights, a registry refuses): whoever calls may go on, knowing that nothing was tested. */
const notHere = 75;

/** `--short`: contract and leaks whole, and of the browser specs those whose pages lean on an engine; the rest looks alike on any. */
const short = [
  'contract/',
  'leaks/',
  'sign-in',
  'administration',
  'search',
  'chart',
  'vitals',
  'consents',
  'imaging',
  'import',
  'coded-entry',
  'terminology',
];

/** A thousand writes, a process that is killed and a connection that is cut, on HAPI (ADR 17). @param {Record<string, string>} settings */
async function killedWrites(settings) {
  const { code } = await runCommand(
    findNode(),
    [
      inRoot('node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      'vitest.long.config.ts',
      'apps/bff/src/writing/killed.long.test.ts',
    ],
    {
      show: true,
      env: {
        ...process.env,
        KILLED_WRITES_FHIR_URL: settings['FHIR_URL'] ?? '',
        OIDC_ISSUER: settings['OIDC_ISSUER'] ?? '',
        OIDC_SYSTEM_CLIENT_SECRET: settings['OIDC_SYSTEM_CLIENT_SECRET'] ?? '',
      },
    },
  );
  return code;
}

/** @param {string[]} args of Playwright, or `--short` @returns {Promise<number>} exit status: 75 when there are no engines to test against */
export async function testEngines(args) {
  try {
    await engines(['up']);
  } catch (error) {
    if (!(error instanceof NotHereError)) throw error; // a server that does not start is a fault of ours
    console.log(`\nNOT TESTED on real engines: ${error.message}`);
    return notHere;
  }
  await setup();
  const browser = await findBrowser((text) => console.log(`  installing a browser ${text}`));
  const second = await findSecondClient((text) => console.log(`  installing dicomweb-client ${text}`));
  const aborter = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => {
      aborter.abort();
      stopCommands();
    });
  const stack = await startStack({
    port: parsePort(process.env['PORT']),
    dataDir,
    profile: 'hapi-keycloak-orthanc',
    settings: { RATE_LIMIT_FACTOR: '3', FRESH_SIGN_IN_MINUTES: '600' },
    signal: aborter.signal,
  });
  const file = path.join(dataDir, 'test.json');
  try {
    writeFileSync(
      file,
      JSON.stringify({ publicUrl: stack.publicUrl, dataDir, settings: stack.settings, pids: stack.pids }),
      { mode: 0o600 },
    );
    const env = {
      ...process.env,
      E2E_STACK: file,
      E2E_BROWSER: browser,
      ...('file' in second ? { E2E_PYTHON: second.file } : {}),
      NODE_EXTRA_CA_CERTS: stack.settings['NODE_EXTRA_CA_CERTS'],
      PLAYWRIGHT_JSON_OUTPUT_NAME: inRoot('test-results/engines.json'),
    };
    /** @param {string[]} more @param {Record<string, string>} [over] */
    const playwright = async (more, over = {}) =>
      (
        await runCommand(findNode(), [inRoot('node_modules/@playwright/test/cli.js'), 'test', ...more], {
          show: true,
          env: { ...env, ...over },
        })
      ).code;
    if (!args.includes('--short')) return await playwright(args);
    const found = await playwright([
      '--project=contract',
      '--project=leaks',
      '--project=browser',
      ...short,
      ...args.filter((arg) => arg !== '--short'),
    ]);
    // by themselves, after the others: they flood the gateway and end a process
    const alone = await playwright(['--project=processes'], {
      ALONE: '1',
      PLAYWRIGHT_JSON_OUTPUT_NAME: inRoot('test-results/engines-processes.json'),
    });
    return found || alone || (await killedWrites(stack.settings));
  } finally {
    await stack.stop();
    rmSync(file, { force: true });
  }
}
