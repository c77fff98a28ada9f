// npm run terminology -- import PATH… | list | remove SYSTEM[|VERSION]: official terminologies into the terminology server of the
// running stack of this checkout, or of --profile <name>. Exit status: 0 done, 1 something was not read or loaded, 2 nothing was tried.
import './lib/node-version.mjs';

const { runMain } = await import('./lib/plain-error.mjs');
await runMain(async () => {
  const [{ spawn }, { findNode }, { inRoot }] = await Promise.all([
    import('node:child_process'),
    import('./run-node.mjs'),
    import('./lib/paths.mjs'),
  ]);
  // npm changes into the checkout: paths are those of where the person stands
  const child = spawn(findNode(), [inRoot('scripts/terminology/main.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => {
      if (signal !== 'SIGINT') child.kill(signal);
    }); // Ctrl-C reaches the child from the terminal
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
});
