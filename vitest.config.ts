import { defineConfig } from 'vitest/config';
import { workspaces } from './scripts/lib/workspaces.mjs';

/**
 * What of the web does not count in its coverage: pages, layouts and loading states (they only put features together, and
 * the browser tests open each of them), stand-ins for packages that are never called, and the tests' own helpers.
 * Everything else counts, components included.
 */
const notLogicOfTheWeb = [
  'apps/web/src/app/**/*.tsx',
  'apps/web/src/**/*.d.ts',
  'apps/web/src/features/record/absent.ts',
  'apps/web/src/testing/**',
];

/**
 * What of the extension runs inside the OHIF viewer alone, on its services and its page: the browser tests of the viewer
 * have it (e2e/viewer-inside.spec.ts). What decides something by itself counts.
 */
const insideTheViewer = [
  'active-image',
  'compare-protocol',
  'empty',
  'french',
  'index',
  'key-actions',
  'layouts',
  'linked-scrolling',
  'measurements',
  'mpr-protocol',
  'narrow',
  'not-shown',
  'ohif',
  'page',
  'panels',
  'progress',
  'request-mark',
  'stack-protocol',
  'tab-stops',
  'words',
].map((name) => `packages/viewer/src/extension/${name}.ts`);

/** Unit and HTTP tests of every workspace, and the web's components in a browser; the browser tests are Playwright's (e2e/). */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'apps/*/src/**/*.test.{ts,tsx}',
            'packages/*/src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
          ],
          // vitest.long.config.ts has the long ones
          exclude: ['**/node_modules/**', '**/generated/**', '**/*.long.test.{ts,tsx}', '**/*.dom.test.tsx'],
          globalSetup: [
            'apps/bff/prisma/ensure-client.ts', // the database client is generated, not committed
            'scripts/unit/servers.ts',
          ],
        },
      },
      'apps/web/vitest.config.ts', // components in a browser
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
        .filter((place) => place !== 'packages/config') // helpers of tests
        .map((place) => `${place}/src/**/*.{ts,tsx}`),
      exclude: [
        '**/*.test.{ts,tsx}',
        '**/testing-*.ts',
        '**/generated/**',
        ...notLogicOfTheWeb,
        ...insideTheViewer,
      ],
    },
  },
});
