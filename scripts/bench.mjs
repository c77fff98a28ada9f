// npm run bench [-- name…]: starts a stack of its own, runs scripts/bench/*.bench.ts, prints a table and writes bench-results/*.json.
import './lib/node-version.mjs';

const { runMain } = await import('./lib/plain-error.mjs');
const { bench } = await import('./lib/bench.mjs');
await runMain(async () => {
  process.exit(await bench(process.argv.slice(2)));
});
