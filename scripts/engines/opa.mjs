import { findOpa } from '../lib/opa.mjs';
import { inRoot } from '../lib/paths.mjs';
import { answers, pidOf, startDaemon, stopDaemon, waitFor } from './daemon.mjs';
import { NotHereError } from './install.mjs';

export const name = 'opa';
export const title = 'Open Policy Agent';

/** The one that compiles and tests the policy. @param {(text: string) => void} note @returns {Promise<string>} the program */
async function opa(note) {
  const found = await findOpa(note);
  if ('missing' in found) throw new NotHereError(found.missing);
  return found.file;
}

/** @param {import('./plan.mjs').Plan} _plan @param {(text: string) => void} note */
export const install = (_plan, note) => opa(note).then(() => {});

/** Serves policies/, tests left out; a changed rule is taken up without a restart. @param {import('./plan.mjs').Plan} plan @param {(text: string) => void} note */
export async function start(plan, note) {
  const program = await opa(note);
  startDaemon(
    plan.dir,
    name,
    program,
    [
      'run',
      '--server',
      '--addr',
      `127.0.0.1:${plan.ports.opa}`,
      '--disable-telemetry',
      '--log-level=error',
      '--watch',
      '--ignore=*_test.rego',
      '--ignore=*.wasm',
      '--authentication=token',
      '--authorization=basic',
      inRoot('policies'),
      inRoot('infra/opa'),
    ],
    { env: { OPA_TOKEN: plan.secrets['OPA_TOKEN'] ?? '' } },
  );
  await waitFor(plan.dir, name, () => healthy(plan), 30_000);
}

/** @param {import('./plan.mjs').Plan} plan */
export const healthy = async ({ dir, ports }) =>
  pidOf(dir, name) !== null && answers(`http://127.0.0.1:${ports.opa}/health`);

/** @param {import('./plan.mjs').Plan} plan */
export const stop = ({ dir }) => stopDaemon(dir, name);
