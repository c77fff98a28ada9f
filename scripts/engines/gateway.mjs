import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { answers, pidOf, run, startDaemon, stopDaemon, waitFor } from './daemon.mjs';
import { render } from './plan.mjs';

export const name = 'gateway';
export const title = 'nginx';

/** @param {import('./plan.mjs').Plan} plan */
export async function start(plan) {
  const home = path.join(plan.dir, 'nginx'),
    file = path.join(home, 'nginx.conf');
  for (const folder of ['', 'tokens']) mkdirSync(path.join(home, folder), { recursive: true, mode: 0o700 });
  certificate(plan);
  // run by root, its workers are nobody's: they write logs and buffers
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  writeFileSync(file, `${user}daemon off;\n${render('nginx/nginx.conf', plan.vars)}`, { mode: 0o600 });
  run('nginx', ['-t', '-q', '-p', home, '-c', file]);
  startDaemon(plan.dir, name, 'nginx', ['-p', home, '-c', file]);
  await waitFor(plan.dir, name, () => healthy(plan), 20_000);
}

/** An authority of this installation and a certificate for localhost by it; clients are told to trust `ca.pem`. @param {import('./plan.mjs').Plan} plan */
export function certificate({ dir }) {
  const tls = path.join(dir, 'tls'),
    at = (/** @type {string} */ file) => path.join(tls, file);
  if (existsSync(at('gateway.pem'))) return;
  mkdirSync(tls, { recursive: true });
  chmodSync(tls, 0o700);
  writeFileSync(
    at('san'),
    'subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n',
  );
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  run('openssl', [
    'req',
    '-x509',
    ...key,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-days',
    '825',
    '-subj',
    '/CN=KeneyApp local authority',
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  ]);
  run('openssl', [
    'req',
    ...key,
    '-keyout',
    at('gateway.key'),
    '-out',
    at('request'),
    '-subj',
    '/CN=localhost',
  ]);
  run('openssl', [
    'x509',
    '-req',
    '-in',
    at('request'),
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-days',
    '397',
    '-extfile',
    at('san'),
    '-out',
    at('gateway.pem'),
  ]);
}

/** Without an application behind it, it answers 502: that is healthy. @param {import('./plan.mjs').Plan} plan */
export const healthy = async ({ dir, ports }) =>
  pidOf(dir, name) !== null &&
  answers(`http://127.0.0.1:${ports.dicomweb}/`, (response) => response.status === 404);

/** @param {import('./plan.mjs').Plan} plan */
export const stop = ({ dir }) => stopDaemon(dir, name, { signal: 'SIGQUIT', patience: 5_000 });
