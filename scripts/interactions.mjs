// npm run interactions -- FILE…: the ANSM's thesaurus of drug interactions into decision support. Exit status: 0 done, 1 something was not read, 2 nothing was loaded.
import './lib/node-version.mjs';

const { runScript } = await import('./lib/run-script.mjs');
await runScript('scripts/interactions/main.ts');
