import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { runCommand } from './command.mjs';
import { inRoot } from './paths.mjs';
import { PlainError } from './plain-error.mjs';

/** The one version that compiles and tests the policy, and the checksum of its module (go.sum's h1). */
const [version = '', sum = ''] = readFileSync(inRoot('policies/opa-version'), 'utf8').trim().split(' ');
const module = `github.com/open-policy-agent/opa@v${version}`;
const folder = inRoot('.data/tools', `opa-${version}`);
const built = `${folder}/opa${process.platform === 'win32' ? '.exe' : ''}`;

/**
 * OPA in the version of policies/opa-version: on PATH, built before, or built now with Go (some minutes, once).
 * @param {(text: string) => void} note
 * @returns {Promise<{ file: string } | { missing: string }>} `missing` says why there is none
 */
export async function findOpa(note) {
  for (const file of ['opa', built])
    if ((file === 'opa' || existsSync(file)) && (await isRight(file))) return { file };
  if ((await runCommand('go', ['version'])).code !== 0)
    return { missing: `neither OPA ${version} nor Go to build it with is on this machine` };
  note(`building OPA ${version} with Go (some minutes, once)`);
  // Go compares every module with its checksum database; OPA's own with the checksum kept here, too
  const { code, output } = await runCommand('go', ['mod', 'download', '-json', module]);
  const got = /"Sum": "([^"]+)"/.exec(output)?.[1];
  if (code !== 0 || got === undefined)
    return { missing: `Go could not fetch OPA ${version}: ${lastLine(output)}` };
  if (got !== sum)
    throw new PlainError(
      `The source of OPA ${version} has the checksum ${got} instead of ${sum} (policies/opa-version): it is not what was published.`,
    );
  mkdirSync(folder, { recursive: true });
  const build = await runCommand('go', ['install', '-trimpath', module], {
    env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0' },
  });
  if (build.code !== 0 || !(await isRight(built)))
    return { missing: `Go could not build OPA ${version}: ${lastLine(build.output)}` };
  return { file: built };
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
