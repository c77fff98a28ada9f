import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '@keneyapp/config/testing';
import { OpaEngine } from './access/opa-engine.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const [version = ''] = readFileSync(path.join(root, 'policies/opa-version'), 'utf8').split(' ');
const builtBefore = path.join(
  root,
  '.data/tools',
  `opa-${version}`,
  process.platform === 'win32' ? 'opa.exe' : 'opa',
);

/** OPA in the version that compiles the policy: on PATH or built by `npm run policy`; null when there is none. */
export const opaFile =
  ['opa', builtBefore].find(
    (file) =>
      (file === 'opa' || existsSync(file)) &&
      new RegExp(`^Version: ${version}\\s*$`, 'm').test(
        spawnSync(file, ['version'], { encoding: 'utf8' }).stdout ?? '',
      ),
  ) ?? null;

export const withoutOpa = `OPA ${version} is not on this machine (npm run policy -- check builds it with Go)`;

/** An OPA server on a free loopback port with the sources of the policy. */
export async function startOpa(
  file: string,
  /** As an installation runs it: who does not know the token hears nothing. */
  token?: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const [command = '', ...before] = token ? ['env', `OPA_TOKEN=${token}`, file] : [file];
  const child = spawn(
    command,
    [
      ...before,
      'run',
      '--server',
      '--addr',
      url.slice('http://'.length),
      '--skip-version-check',
      '--log-level',
      'error',
      '--ignore',
      '*_test.rego',
      'policies',
      ...(token ? ['infra/opa', '--authentication=token', '--authorization=basic'] : []),
    ],
    { cwd: root, stdio: 'ignore' },
  );
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    }
  };
  const probe = new OpaEngine({ url, token });
  try {
    for (let tries = 0; ; tries += 1) {
      try {
        await probe.ping();
        return { url, stop };
      } catch (error) {
        if (tries > 200 || child.exitCode !== null) {
          await stop();
          throw error;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await probe.close();
  }
}
