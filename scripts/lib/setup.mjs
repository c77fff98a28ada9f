// Brings a checkout to where its servers can start: packages, database client, image viewer, web build. Each step is
// skipped when nothing it depends on changed. Uses Node's own modules alone: it runs before anything is installed.
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { runCommand } from './command.mjs';
import { childEnv } from './children.mjs';
import { hashSources, isStamped, writeStamp } from './hash.mjs';
import { lockHolder, takeLock } from './lock.mjs';
import { inRoot, root } from './paths.mjs';
import { PlainError } from './plain-error.mjs';
import { step } from './progress.mjs';
import { builtFrom } from './workspaces.mjs';
import { findNode } from '../run-node.mjs';

const installStamp = 'node_modules/.keneyapp-installed';
const generatedStamp = 'apps/bff/src/generated/.keneyapp-generated';
const buildStamp = 'apps/web/.next/.keneyapp-built';
/** Packages, viewer and build take about this much. */
const gigabytesToInstall = 4;

/** @param {{ build?: boolean }} [options] `build: false` leaves the web's production build out (reload mode) */
export async function setup({ build = true } = {}) {
  const lock = await setupLock();
  try {
    await installPackages();
    await generateDatabaseClient();
    await prepareViewer();
    if (build) await buildWeb();
  } finally {
    lock.release();
  }
}

/** Two set-ups of one checkout follow each other. */
async function setupLock() {
  const file = inRoot('.data/setup.lock');
  for (let waited = false; ; waited = true) {
    const lock = takeLock(file);
    if ('release' in lock) return lock;
    if (!waited) console.log(`  … waiting for another set-up of this checkout (process ${lock.holder})`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function installPackages() {
  const hash = hashSources(['package-lock.json', 'package.json', '.npmrc']);
  if (isStamped(installStamp, hash)) return;
  if (isInstalledAsLocked()) return writeStamp(installStamp, hash);
  requireDisk(gigabytesToInstall);
  await step('Installing packages (the first time takes some minutes)', async () => {
    // asked once first: for each of a thousand packages npm would try a registry that is away again and again
    const away = unreachable((await npm('ping', '--fetch-retries=0', '--fetch-timeout=20000')).output);
    if (away) throw new PlainError(registryAway(away));
    const { code, output } = await npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
    if (code !== 0) throw new PlainError(installFailure(output));
  });
  findNode();
  writeStamp(installStamp, hash);
}

/** The npm that started us, on the Node that it runs on. @param {...string} args */
function npm(...args) {
  const cli = process.env['npm_execpath'];
  return cli
    ? runCommand(process.env['npm_node_execpath'] ?? process.execPath, [cli, ...args])
    : runCommand('npm', args);
}

/** The network's error code in npm's output, if that is what went wrong. @param {string} output */
const unreachable = (output) =>
  /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|EIDLETIMEOUT|CERT_[A-Z_]+|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_[A-Z_]+)\b/.exec(
    output,
  )?.[1];
/** @param {string} code */
const registryAway = (code) =>
  `The package registry cannot be reached (${code}); check the network or npm's proxy and registry settings, then start again.`;

/** What `npm install` by hand leaves behind: the same versions as the lock asks for. */
function isInstalledAsLocked() {
  const hidden = inRoot('node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  /** @type {{ packages: Record<string, { version?: string, optional?: boolean, devOptional?: boolean, link?: boolean, peer?: boolean }> }[]} */
  const [wanted, present] = [inRoot('package-lock.json'), hidden].map((file) =>
    JSON.parse(readFileSync(file, 'utf8')),
  );
  if (!wanted || !present) return false;
  return Object.entries(wanted.packages).every(
    ([name, { version, optional, devOptional, link }]) =>
      !name.startsWith('node_modules/') ||
      (link ? present.packages[name]?.link === true : present.packages[name]?.version === version) ||
      ((optional || devOptional) && !present.packages[name]),
  );
}

/** @param {string} output */
function installFailure(output) {
  const away = unreachable(output);
  if (/\bENOSPC\b/.test(output)) return 'The disk is full: the packages could not be installed.';
  if (away) return registryAway(away);
  if (/\b(EACCES|EPERM|EROFS)\b/.test(output))
    return `No permission to write ${inRoot('node_modules')}: start as the owner of this folder.`;
  return `The packages could not be installed: ${
    output
      .split('\n')
      .filter((line) => /error/i.test(line))
      .slice(0, 3)
      .join(' ')
      .slice(0, 400) || output.slice(-400)
  }`;
}

async function generateDatabaseClient() {
  if (!existsSync(inRoot('apps/bff/prisma/schema'))) return;
  const hash = hashSources(['apps/bff/prisma/schema', 'apps/bff/prisma.config.ts', 'package-lock.json']);
  if (isStamped(generatedStamp, hash)) return;
  await step('Generating the database client', async () => {
    // the client needs no engine: the path keeps the tool from fetching one
    const engine = process.platform === 'linux' ? '/bin/true' : '/usr/bin/true';
    const env = childEnv({ PRISMA_SCHEMA_ENGINE_BINARY: engine, CHECKPOINT_DISABLE: '1' });
    await mustRun(
      'The database client could not be generated',
      [inRoot('node_modules/prisma/build/index.js'), 'generate'],
      { env, cwd: inRoot('apps/bff') },
    );
  });
  writeStamp(generatedStamp, hash);
}

/** The scripts themselves know whether their result is there. */
async function prepareViewer() {
  const scripts = ['scripts/prepare-ohif.mjs', 'scripts/build-viewer-extension.mjs'].map((script) =>
    inRoot(script),
  );
  if (!scripts.every((script) => existsSync(script))) return;
  const prepared = existsSync(inRoot('apps/bff/ohif/index.html'));
  const run = async () => {
    for (const script of scripts)
      await mustRun('The image viewer could not be prepared', [script], { env: process.env });
  };
  if (prepared) await run();
  else await step('Preparing the image viewer', run);
}

async function buildWeb() {
  // next-env.d.ts is written by the build itself: the next start would build again
  const isSource = (/** @type {string} */ file) => !/\.(test|stories)\.tsx?$|next-env\.d\.ts$/.test(file);
  // for an image: a server that stands alone, which `next start` would not run
  const standalone = process.env['WEB_STANDALONE'] === 'true';
  const hash = `${hashSources([...builtFrom('apps/web'), 'packages/config/tsconfig.base.json', 'package-lock.json'], isSource)}${standalone ? '-standalone' : ''}`;
  if (isStamped(buildStamp, hash)) return;
  const holder = lockHolder(inRoot('.data/stack.lock'));
  if (holder !== null)
    throw new PlainError(
      `The web must be built again but a demo of this checkout runs with the old build (process ${holder}); stop it first.`,
    );
  await step('Building the web', async () => {
    rmSync(inRoot(buildStamp), { force: true });
    mkdirSync(inRoot('.data'), { recursive: true });
    await mustRun('The web could not be built', [inRoot('node_modules/next/dist/bin/next'), 'build'], {
      env: childEnv({ NODE_ENV: 'production', ...(standalone ? { WEB_STANDALONE: 'true' } : {}) }),
      cwd: inRoot('apps/web'),
    });
  });
  writeStamp(buildStamp, hash);
}

/** @param {string} what @param {string[]} args @param {{ env: NodeJS.ProcessEnv, cwd?: string }} options */
async function mustRun(what, args, options) {
  const { code, output } = await runCommand(findNode(), args, options);
  if (code === 0) return;
  if (/\bENOSPC\b/.test(output)) throw new PlainError(`The disk is full: ${what.toLowerCase()}.`);
  if (/\b(ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN)\b/.test(output))
    throw new PlainError(`${what}: the package registry cannot be reached.`);
  process.stderr.write(`\n${output}\n`);
  throw new PlainError(`${what} (status ${code}; its output is above).`);
}

/** @param {number} gigabytes free space needed in the checkout */
export function requireDisk(gigabytes) {
  const { bavail, bsize } = statfsSync(root);
  const free = (bavail * bsize) / 1e9;
  if (free < gigabytes)
    throw new PlainError(
      `The disk is full: ${gigabytes} GB are needed in ${root} and ${free.toFixed(1)} GB are free.`,
    );
}
