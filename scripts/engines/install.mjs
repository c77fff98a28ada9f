import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../lib/command.mjs';
import { hashSources } from '../lib/hash.mjs';
import { takeLockWhenFree } from '../lib/lock.mjs';
import { inRoot } from '../lib/paths.mjs';
import { PlainError } from '../lib/plain-error.mjs';

/** @typedef {{ debian: Record<string, string>, keycloak: { version: string, sha256: string }, deployment: Record<'helm' | 'kubectl-validate' | 'compose', GoTool> }} Versions */
/** @typedef {{ module: string, package?: string, version: string, sum: string }} GoTool `package` below the module, where its command is not the module itself */

/** @returns {Versions} */
export const versions = () => JSON.parse(readFileSync(inRoot('infra/engines/versions.json'), 'utf8'));

/** @param {string} file @param {string[]} args @param {(text: string) => void} note @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options] */
async function must(file, args, note, options = {}) {
  const { code, output } = await runCommand(file, args, {
    ...options,
    onText: (text) => {
      const line = text.trim().split('\n').at(-1);
      if (line) note(line);
    },
  });
  if (code !== 0)
    throw new PlainError(
      `${[path.basename(file), ...args].join(' ').slice(0, 120)} failed: ${
        output
          .trim()
          .split('\n')
          .filter((line) => /error|unable|fail|not found/i.test(line))
          .slice(0, 3)
          .join(' ')
          .slice(0, 500) || output.trim().slice(-300)
      }`,
    );
  return output;
}

/** Debian packages that are missing, by the command they bring; none of their own services is started. @param {(text: string) => void} note */
export async function debianPackages(note) {
  const missing = Object.entries(versions().debian)
    .filter(([, proof]) => !existsSync(proof))
    .map(([name]) => name);
  if (missing.length === 0) return;
  if (!existsSync('/usr/bin/apt-get'))
    throw new NotHereError(
      `These are missing and this is no Debian: ${missing.join(', ')}. Install them, or use infra/compose/.`,
    );
  if (process.getuid?.() !== 0)
    throw new NotHereError(
      `These Debian packages are missing and only root may install them: sudo apt-get install ${missing.join(' ')}`,
    );
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await must('apt-get', ['update'], note, { env }).catch(notHere);
  await must('apt-get', ['install', '-y', '--no-install-recommends', ...missing], note, { env }).catch(
    notHere,
  );
}

/** Our HAPI project, built once for each state of its sources. @param {string} tools @param {(text: string) => void} note @returns {Promise<string>} the jar */
export async function hapi(tools, note) {
  const source = inRoot('infra/engines/hapi');
  const target = path.join(
      tools,
      `hapi-${hashSources(['infra/engines/hapi/pom.xml', 'infra/engines/hapi/src']).slice(0, 16)}`,
    ),
    jar = path.join(target, 'keneyapp-hapi.jar');
  return made(jar, async () => {
    rmSync(target, { recursive: true, force: true });
    await must('nice', ['-n', '10', 'mvn', '-B', '-ntp', '-q', 'package', `-DbuildFolder=${target}`], note, {
      cwd: source,
    }).catch((error) =>
      /could not (transfer|resolve|find|be resolved)|non-resolvable/i.test(error.message)
        ? notHere(error)
        : Promise.reject(error),
    );
  });
}

/** A file that is made once, also when two checkouts want it at the same time. @param {string} file @param {() => Promise<void>} make */
async function made(file, make) {
  if (existsSync(file) && !existsSync(`${file}.lock`)) return file;
  const lock = await takeLockWhenFree(`${file}.lock`);
  try {
    if (!existsSync(file)) await make();
    return file;
  } finally {
    lock.release();
  }
}

/** Keycloak's distribution, its sum checked, unpacked and built for PostgreSQL. @param {string} tools @param {(text: string) => void} note @returns {Promise<string>} its folder */
export async function keycloak(tools, note) {
  const { version } = versions().keycloak;
  const folder = path.join(tools, `keycloak-${version}`);
  await made(`${folder}.built`, () => buildKeycloak(folder, note));
  return folder;
}

/** @param {string} folder @param {(text: string) => void} note */
async function buildKeycloak(folder, note) {
  const { version, sha256 } = versions().keycloak;
  note('downloading');
  await must(
    'mvn',
    [
      '-B',
      '-ntp',
      '-q',
      'org.apache.maven.plugins:maven-dependency-plugin:3.9.0:get',
      `-Dartifact=org.keycloak:keycloak-quarkus-dist:${version}:zip`,
      '-Dtransitive=false',
    ],
    note,
  ).catch(notHere);
  const zip = path.join(
    homedir(),
    '.m2/repository/org/keycloak/keycloak-quarkus-dist',
    version,
    `keycloak-quarkus-dist-${version}.zip`,
  );
  const found = await sha256Of(zip);
  if (found !== sha256)
    throw new PlainError(
      `Keycloak ${version} has the sum ${found}, not ${sha256} of infra/engines/versions.json: it is not used.`,
    );
  note('unpacking');
  rmSync(folder, { recursive: true, force: true });
  await must('unzip', ['-q', '-o', zip, '-d', path.dirname(folder)], note);
  note('preparing for PostgreSQL');
  await must(
    'nice',
    [
      '-n',
      '10',
      path.join(folder, 'bin/kc.sh'),
      'build',
      '--db=postgres',
      '--health-enabled=true',
      '--metrics-enabled=true',
    ],
    note,
  );
  writeFileSync(`${folder}.built`, '');
}

/**
 * A program from the Go module proxy, built once; the sum is the one of its module, Go itself checks those it stands on.
 * @param {string} name @param {GoTool} tool @param {string} tools @param {(text: string) => void} note @returns {Promise<string>} the program
 */
export async function goTool(name, { module, package: below = '', version, sum }, tools, note) {
  const program = path.join(tools, `${name}-${version}`);
  return made(program, () => build(name, { module, package: below, version, sum }, program, note));
}

/** @param {string} name @param {GoTool} tool @param {string} program @param {(text: string) => void} note */
async function build(name, { module, package: below = '', version, sum }, program, note) {
  const tools = path.dirname(program);
  const go = ['/usr/local/go/bin/go', '/usr/bin/go'].find((file) => existsSync(file));
  if (!go) throw new NotHereError(`Go is missing: ${name} is built with it. Install it (1.26 or newer).`);
  // a folder of its own: the command may be called otherwise, and two are never mixed up
  const bin = path.join(tools, 'go-bin', name);
  mkdirSync(bin, { recursive: true });
  note('downloading');
  const listed = /** @type {{ Sum?: string }} */ (
    JSON.parse(
      await must(go, ['mod', 'download', '-json', `${module}@${version}`], note, { cwd: tools }).catch(
        notHere,
      ),
    )
  );
  if (listed.Sum !== sum)
    throw new PlainError(
      `${name} ${version} has the sum ${listed.Sum}, not ${sum} of infra/engines/versions.json: it is not used.`,
    );
  note('building');
  await must(
    'nice',
    ['-n', '10', go, 'install', '-trimpath', `${[module, below].filter(Boolean).join('/')}@${version}`],
    note,
    { env: { ...process.env, GOBIN: bin, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' }, cwd: tools },
  ).catch(notHere);
  const [built = ''] = readdirSync(bin);
  renameSync(path.join(bin, built), program);
  rmSync(bin, { recursive: true, force: true });
}

/** What a check needs cannot be had on this machine: nothing is said about what it would have checked. */
export class NotHereError extends PlainError {}
/** @param {unknown} error @returns {never} */
const notHere = (error) => {
  throw error instanceof PlainError ? new NotHereError(error.message) : error;
};

/** @param {string} file @returns {Promise<string>} */
function sha256Of(file) {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    createReadStream(file)
      .on('data', (chunk) => hash.update(chunk))
      .on('error', reject)
      .on('end', () => resolve(hash.digest('hex')));
  });
}
