import { defineConfig } from 'vitest/config';
import { workspaces } from './scripts/lib/workspaces.mjs';

/** Every workspace's lines count but these: helpers of tests, and the screens, which the browser tests go through. */
const uncounted = ['packages/config', 'apps/web'];

/** Unit and HTTP tests of every workspace; the browser tests are Playwright's (e2e/). */
export default defineConfig({
  test: {
    include: ['apps/*/src/**/*.test.{ts,tsx}', 'packages/*/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/generated/**', '**/*.long.test.{ts,tsx}'], // vitest.long.config.ts has those
    globalSetup: [
      'apps/bff/prisma/ensure-client.ts', // the database client is generated, not committed
      'scripts/unit/servers.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    coverage: {
      provider: 'custom',
      customProviderModule: './scripts/unit/coverage.ts', // V8's, with the servers that files share
      autoAttachSubprocess: true,
      reporter: ['text-summary', 'json-summary'],
      reportsDirectory: 'coverage',
      include: workspaces()
        .filter((place) => !uncounted.includes(place))
        .map((place) => `${place}/src/**/*.{ts,tsx}`),
      exclude: ['**/*.test.{ts,tsx}', '**/testing-*.ts', '**/generated/**'],
    },
  },
});
