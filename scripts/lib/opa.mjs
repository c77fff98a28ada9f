import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './command.mjs';
import { takeLockWhenFree } from './lock.mjs';
import { inRoot } from './paths.mjs';
import { PlainError } from './plain-error.mjs';
import { toolsDir } from './tools.mjs';

/** The one version that compiles and tests the policy, and the checksum of its module (go.sum's h1). */
const [version = '', sum = ''] = readFileSync(inRoot('policies/opa-version'), 'utf8').trim().split(' ');
const module = `github.com/open-policy-agent/opa@v${version}`;
const program = path.join(`opa-${version}`, `opa${process.platform === 'win32' ? '.exe' : ''}`);
/** Where the tests look for it. */
const inCheckout = inRoot('.data/tools', program);

/**
 * OPA in the version of policies/opa-version: on PATH, built before, or built now with Go (some minutes, once).
 * @param {(text: string) => void} note
 * @returns {Promise<{ file: string } | { missing: string }>} `missing` says why there is none
 */
export async function findOpa(note) {
  for (const file of ['opa', inCheckout])
    if ((file === 'opa' || existsSync(file)) && (await isRight(file))) return { file };
  const built = path.join(toolsDir(), program);
  const lock = await takeLockWhenFree(`${path.dirname(built)}.lock`);
  try {
    const problem = existsSync(built) && (await isRight(built)) ? null : await build(built, note);
    if (problem !== null) return { missing: problem };
  } finally {
    lock.release();
  }
  if (built !== inCheckout) link(built);
  return { file: built };
}

/** @param {string} built */
function link(built) {
  mkdirSync(path.dirname(inCheckout), { recursive: true });
  rmSync(inCheckout, { force: true });
  symlinkSync(built, inCheckout);
}

/** @param {string} built @param {(text: string) => void} note @returns {Promise<string | null>} why it could not be built */
async function build(built, note) {
  if ((await runCommand('go', ['version'])).code !== 0)
    return `neither OPA ${version} nor Go to build it with is on this machine`;
  note(`building OPA ${version} with Go (some minutes, once)`);
  // Go compares every module with its checksum database; OPA's own with the checksum kept here, too
  const { code, output } = await runCommand('go', ['mod', 'download', '-json', module]);
  const got = /"Sum": "([^"]+)"/.exec(output)?.[1];
  if (code !== 0 || got === undefined) return `Go could not fetch OPA ${version}: ${lastLine(output)}`;
  if (got !== sum)
    throw new PlainError(
      `The source of OPA ${version} has the checksum ${got} instead of ${sum} (policies/opa-version): it is not what was published.`,
    );
  mkdirSync(path.dirname(built), { recursive: true });
  const installed = await runCommand('go', ['install', '-trimpath', module], {
    env: { ...process.env, GOBIN: path.dirname(built), CGO_ENABLED: '0' },
  });
  if (installed.code !== 0 || !(await isRight(built)))
    return `Go could not build OPA ${version}: ${lastLine(installed.output)}`;
  return null;
}

/** @param {string} file */
const isRight = async (file) =>
  new RegExp(`^Version: ${version.replaceAll('.', '\\.')}\\s*$`, 'm').test(
    (await runCommand(file, ['version'])).output,
  );

/** @param {string} output */
const lastLine = (output) =>
  output
    .trim()
    .split('\n')
    .filter((line) => !/^[{}\s]*$/.test(line))
    .at(-1)
    ?.trim() ?? 'it said nothing';
