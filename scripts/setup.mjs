// npm run setup: packages, database client, image viewer, web build; what `npm run demo` does before it starts.
import './lib/node-version.mjs';

const { setup } = await import('./lib/setup.mjs');
const { runMain } = await import('./lib/plain-error.mjs');
await runMain(() => setup());
