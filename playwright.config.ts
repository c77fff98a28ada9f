import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { defineConfig } from '@playwright/test';
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

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  fullyParallel: true,
  workers: 2,
  // a crowded machine of the CI gets a second try; it is reported as flaky
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: true,
  timeout: 90_000 * patience,
  globalTimeout: 30 * 60_000,
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
    { name: 'contract', testMatch: 'contract/**/*.spec.ts' },
    // what must never leak, over bare HTTP; each case was seen failing on a weakened build (docs/leaks.md)
    { name: 'leaks', testMatch: 'leaks/**/*.spec.ts', fullyParallel: false },
    {
      name: 'browser',
      testIgnore: ['contract/**', 'leaks/**', 'pictures.spec.ts', 'processes.spec.ts', 'gateway.spec.ts'],
    },
    // floods the gateway and ends a process: after all others
    {
      name: 'processes',
      testMatch: ['gateway.spec.ts', 'processes.spec.ts'],
      fullyParallel: false,
      workers: 1,
      dependencies: process.env['ALONE'] ? [] : ['contract', 'leaks', 'browser'],
    },
    // writes the README's pictures; only when asked for
    ...(process.env['PICTURES'] ? [{ name: 'pictures', testMatch: 'pictures.spec.ts' }] : []),
  ],
});
