import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { defineConfig } from '@playwright/test';
import { longTests } from './e2e/long.ts';
import { browserOptions, stackOf } from './e2e/stack.ts';

/**
 * Browser tests against a running stack: the one `npm test` starts, or (`npm run e2e`) the demo of this checkout.
 * `contract` needs no browser: the same assertions against whatever servers the stack is configured with.
 */
const isOnEngines = stackOf().settings['PROFILE'] === 'hapi-keycloak-orthanc';
// the gateway's certificate is of an authority of its own
const authority = stackOf().settings['NODE_EXTRA_CA_CERTS'];
if (authority) setDefaultCACertificates([...getCACertificates(), readFileSync(authority, 'utf8')]);
/** Nine more servers share the machine. */
const patience = isOnEngines ? 4 : 1;
/** The whole run may take this long: it grows with the tests that are written down. A hanging one has its own end. */
const minutesFor = { start: 12, test: 0.1 };
const specs = path.resolve(import.meta.dirname, 'e2e');
const tests = readdirSync(specs, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.spec.ts'))
  .flatMap((file) => readFileSync(path.join(specs, file), 'utf8').match(/\btest\(/g) ?? []).length;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  fullyParallel: true,
  workers: 3,
  // a crowded machine of the CI gets a second try; it is reported as flaky
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: true,
  timeout: 90_000 * patience,
  globalTimeout: (minutesFor.start + minutesFor.test * tests) * 60_000,
  ...longTests(process.env['PICTURES'] ? 'all' : process.env['LONG']),
  expect: { timeout: 15_000 * patience },
  reporter: [['list'], ['json']],
  use: {
    baseURL: stackOf().publicUrl,
    // the gateway of `npm run engines` has a certificate of its own authority
    ignoreHTTPSErrors: isOnEngines,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000 * patience,
    navigationTimeout: 30_000 * patience,
    // recording every test costs a tenth of the time: the CI records its second try
    trace: process.env['CI'] ? 'on-first-retry' : 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: browserOptions(),
  },
  projects: [
    // waits for the clock of servers of its own, beside the two that work
    { name: 'waiting', testMatch: 'session-expiry.spec.ts', workers: 1 },
    { name: 'contract', testMatch: 'contract/**/*.spec.ts', workers: 2 },
    // what must never leak, over bare HTTP; each case was seen failing on a weakened build (docs/leaks.md)
    { name: 'leaks', testMatch: 'leaks/**/*.spec.ts', fullyParallel: false, workers: 2 },
    {
      name: 'browser',
      testIgnore: [
        'contract/**',
        'leaks/**',
        'pictures.spec.ts',
        'processes.spec.ts',
        'gateway.spec.ts',
        'session-expiry.spec.ts',
      ],
      workers: 2,
    },
    // floods the gateway and ends a process: after all others
    {
      name: 'processes',
      testMatch: ['gateway.spec.ts', 'processes.spec.ts'],
      fullyParallel: false,
      workers: 1,
      dependencies: process.env['ALONE'] ? [] : ['waiting', 'contract', 'leaks', 'browser'],
    },
    // writes the README's pictures when asked for; a page that cannot be photographed is noticed by the long tests
    { name: 'pictures', testMatch: 'pictures.spec.ts', workers: 1 },
  ],
});
