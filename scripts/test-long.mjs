// npm run test:long: the tests that take long, all of them (`*.long.test.ts`, and `@long` among the browser tests), of
// which `npm test` takes one group along.
import './lib/node-version.mjs';

const { runMain } = await import('./lib/plain-error.mjs');
const { testLong } = await import('./lib/test.mjs');
await runMain(async () => {
  process.exit((await testLong()) ? 0 : 1);
});
