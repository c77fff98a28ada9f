// npm run demo: installs, builds, starts everything as production builds, seeds, and says where it is.
// npm run dev: the same with reload. Options: --reset starts over; --profile <name> takes infra/profiles/<name>.env.
import './lib/node-version.mjs';

const { demo } = await import('./lib/demo.mjs');
const { runMain } = await import('./lib/plain-error.mjs');
await runMain(() => demo(process.argv.slice(2)));
