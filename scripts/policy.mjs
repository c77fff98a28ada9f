// npm run policy -- build | test | check | table. The access policy (policies/*.rego): compiles it to policies/policy.wasm and
// writes docs/access.md; runs its tests; checks both against the sources; writes docs/access.md alone.
import './lib/node-version.mjs';

const { PlainError, runMain } = await import('./lib/plain-error.mjs');
const { buildPolicy, checkPolicy, testPolicy, writeTable } = await import('./lib/policy.mjs');

await runMain(async () => {
  const [command = '', ...rest] = process.argv.slice(2);
  const commands = { build: buildPolicy, test: testPolicy, check, table: writeTable };
  const run = Object.hasOwn(commands, command)
    ? commands[/** @type {keyof typeof commands} */ (command)]
    : undefined;
  if (!run || rest.length > 0) throw new PlainError(`npm run policy -- ${Object.keys(commands).join(' | ')}`);
  await run();
});

async function check() {
  const { passed, failed, skipped, lines } = await checkPolicy();
  for (const line of lines) console.log(`  ${line}`);
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  if (failed) process.exitCode = 1;
}
