// Runs a TypeScript file of this checkout on a Node that understands it: node scripts/run-node.mjs <file.ts> [arguments]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PlainError, runMain } from './lib/plain-error.mjs';
import { inRoot } from './lib/paths.mjs';

/** Type stripping without a flag, import.meta.main. */
const oldest = { major: 24, minor: 2 };
const suffix = process.platform === 'win32' ? '.exe' : '';
const candidates = [
  `node_modules/node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}/bin/node${suffix}`,
  `node_modules/node-bin-${process.platform}-${process.arch}/bin/node${suffix}`,
  `node_modules/.bin/node${suffix}`,
];
/** @type {string | undefined} */
let found;

/**
 * A Node that runs the sources: the one that runs this if it is new enough, else the one that the packages bring.
 * Answers an absolute path that stays the same when packages are installed again.
 */
export function findNode() {
  if (found) return found;
  if (isNewEnough(process.versions.node)) return (found = process.execPath);
  for (const candidate of candidates.map((c) => inRoot(c))) {
    if (!existsSync(candidate)) continue;
    const { stdout } = spawnSync(candidate, ['--version'], { encoding: 'utf8' });
    if (stdout && isNewEnough(stdout.trim().slice(1))) return (found = candidate);
  }
  throw new PlainError(
    `Node ${oldest.major}.${oldest.minor} or newer is needed to run the servers and no package brings one for ${process.platform}-${process.arch}; install it (https://nodejs.org) and start again.`,
  );
}

/** @param {string} version */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
}

/** The same file is run as a command? @param {string} url import.meta.url */
const isMain = (url) =>
  process.argv[1] !== undefined &&
  existsSync(process.argv[1]) &&
  realpathSync(process.argv[1]) === realpathSync(fileURLToPath(url));

if (isMain(import.meta.url)) {
  await runMain(async () => {
    const child = spawn(findNode(), process.argv.slice(2), { stdio: 'inherit' });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
      process.on(signal, () => child.kill(signal));
    process.exitCode = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
    });
  });
}
