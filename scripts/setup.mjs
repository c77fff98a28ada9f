// npm run setup: packages, database client, image viewer, web build; what `npm run demo` does before it starts. For those
// who commit, git's hooks too.
import './lib/node-version.mjs';

const { useHooks } = await import('./lib/hooks.mjs');
const { setup } = await import('./lib/setup.mjs');
const { runMain } = await import('./lib/plain-error.mjs');
await runMain(async () => {
  await setup();
  if (useHooks())
    console.log('  ✓ Commits are formatted from now on (.githooks; git config --unset core.hooksPath)');
});
