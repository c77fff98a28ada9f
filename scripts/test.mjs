// npm test: installs what it needs, then types, lint, format, unused code, layers, the policy, unit and HTTP tests with
// coverage, build, proofs of the leak suite, browser tests on a stack of its own. The last line is `N passed, N failed`
// (and `, N skipped`); the status tells the same.
import './lib/node-version.mjs';

const { runMain } = await import('./lib/plain-error.mjs');
const { test } = await import('./lib/test.mjs');
await runMain(async () => {
  process.exit((await test()) ? 0 : 1);
});
