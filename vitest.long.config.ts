import { defineConfig } from 'vitest/config';

/** Checks that take minutes (`npm run test:long`): a shorter version of each is among the unit tests. */
export default defineConfig({
  test: {
    include: ['{apps,packages,scripts}/**/*.long.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/generated/**'],
    globalSetup: ['apps/bff/prisma/ensure-client.ts', 'scripts/unit/servers.ts'],
    testTimeout: 600_000,
    hookTimeout: 900_000,
    maxWorkers: 2,
  },
});
