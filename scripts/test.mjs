// npm test: installs what it needs, then layers, lint, format, types, unit and HTTP tests with coverage, build, browser
// tests on a stack of its own. The last line is `N passed, N failed` (and `, N skipped`); the status tells the same.
import './lib/node-version.mjs';

const { runMain } = await import('./lib/plain-error.mjs');
const { test } = await import('./lib/test.mjs');
await runMain(async () => {
  process.exit((await test()) ? 0 : 1);
});
