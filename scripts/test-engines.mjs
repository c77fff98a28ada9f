// npm run test:engines [-- --short | playwright's arguments]: contract and browser tests against the servers of `npm run engines`.
import './lib/node-version.mjs';

const { runMain } = await import('./lib/plain-error.mjs');
const { testEngines } = await import('./engines/test.mjs');
await runMain(async () => {
  process.exit(await testEngines(process.argv.slice(2)));
});
