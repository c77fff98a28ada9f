// npm run deployment [-- chart | compose]: checks infra/helm and infra/compose without a cluster and without Docker.
// Exit status: 0 nothing wrong, 1 something is, 75 not tested (its tools cannot be had here).
import './lib/node-version.mjs';

const { runMain } = await import('./lib/plain-error.mjs');
const { checkDeployment } = await import('./deployment/main.mjs');
await runMain(async () => {
  process.exitCode = await checkDeployment(process.argv.slice(2));
});
