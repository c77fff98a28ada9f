// npm run engines -- up|down|status [engine…]: the real servers on this machine, without containers; config fills in infra/compose/.
import './lib/node-version.mjs';

const { engines } = await import('./engines/main.mjs');
const { runMain } = await import('./lib/plain-error.mjs');
await runMain(() => engines(process.argv.slice(2)));
