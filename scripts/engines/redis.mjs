import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pidOf, run, startDaemon, stopDaemon, waitFor } from './daemon.mjs';
import { render } from './plan.mjs';

export const name = 'redis';
export const title = 'Redis';

/** @param {import('./plan.mjs').Plan} plan */
export async function start(plan) {
  const home = path.join(plan.dir, 'redis'),
    file = path.join(home, 'redis.conf');
  mkdirSync(home, { recursive: true });
  writeFileSync(file, render('engines/redis.conf', plan.vars), { mode: 0o600 });
  startDaemon(plan.dir, name, 'redis-server', [file]);
  await waitFor(plan.dir, name, () => healthy(plan), 20_000);
}

/** @param {import('./plan.mjs').Plan} plan */
export const healthy = async ({ dir, ports, secrets }) =>
  pidOf(dir, name) !== null &&
  run('redis-cli', ['-p', String(ports.redis), 'PING'], {
    env: { REDISCLI_AUTH: secrets['REDIS_PASSWORD'] },
  }).includes('PONG');

/** @param {import('./plan.mjs').Plan} plan */
export const stop = ({ dir }) => stopDaemon(dir, name);
