// npm run audit:verify: reads the whole audit trail and says whether it is as it was written. Options: --data DIR,
// --profile <name>, --anchor FILE, --key FILE, --public-key. Exit status: 0 nothing wrong, 1 something is, 2 not verified.
import './lib/node-version.mjs';

const { runMain } = await import('./lib/plain-error.mjs');
await runMain(async () => {
  const [{ spawn }, { findNode }, { inRoot }] = await Promise.all([
    import('node:child_process'),
    import('./run-node.mjs'),
    import('./lib/paths.mjs'),
  ]);
  // npm changes into the checkout: paths are those of where the person stands
  const child = spawn(findNode(), [inRoot('scripts/audit/verify.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => {
      if (signal !== 'SIGINT') child.kill(signal);
    });
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 2)));
  });
});
