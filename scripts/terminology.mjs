// npm run terminology -- import PATH… | list | remove SYSTEM[|VERSION]: official terminologies into the terminology server of the
// running stack of this checkout, or of --profile <name>. Exit status: 0 done, 1 something was not read or loaded, 2 nothing was tried.
import './lib/node-version.mjs';

const { runScript } = await import('./lib/run-script.mjs');
await runScript('scripts/terminology/main.ts');
