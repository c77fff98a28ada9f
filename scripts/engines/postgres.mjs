import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asUser, pidOf, remember, run, startDaemon, stopDaemon, waitFor } from './daemon.mjs';

export const name = 'postgres';
export const title = 'PostgreSQL';
const bin = '/usr/lib/postgresql/15/bin';

/** A cluster of our own with a database and a role for each that keeps something; roles reach their own database alone. @param {import('./plan.mjs').Plan} plan */
export async function start({ dir, ports, secrets }) {
  const home = path.join(dir, 'postgres'), data = path.join(home, 'data');
  mkdirSync(home, { recursive: true });
  const uid = process.getuid?.() === 0 ? Number(run('id', ['-u', 'postgres'])) : null;
  if (uid !== null) chownSync(home, uid, uid);
  if (!existsSync(path.join(data, 'PG_VERSION'))) {
    const password = path.join(home, 'password');
    writeFileSync(password, secrets['POSTGRES_PASSWORD'] ?? '', { mode: 0o600 });
    if (uid !== null) chownSync(password, uid, uid);
    as([`${bin}/initdb`, '-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${password}`, '--encoding=UTF8', '--locale=C.UTF-8']);
    run('rm', [password]);
  }
  chmodSync(home, 0o700);
  startDaemon(dir, name, `${bin}/postgres`, ['-D', data, '-p', String(ports.postgres), '-k', home, '-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', '-c', 'shared_buffers=512MB', '-c', 'max_wal_size=2GB', '-c', 'random_page_cost=1.1', '-c', 'work_mem=16MB'], { user: 'postgres', cwd: home });
  await waitFor(dir, name, async () => { psql({ ports, secrets }, 'postgres', 'SELECT 1'); return true; }, 60_000);
  // the process is postgres itself, whoever it was started through
  const { pid } = /** @type {{ pid: number }} */ ({ pid: Number(run('head', ['-1', path.join(data, 'postmaster.pid')])) });
  remember(dir, name, pid);
  for (const [role, secret] of [['hapi', 'HAPI_DATABASE_PASSWORD'], ['keycloak', 'KEYCLOAK_DATABASE_PASSWORD'], ['keneyapp', 'BFF_DATABASE_PASSWORD']]) {
    if (!role || !secret) continue;
    const there = psql({ ports, secrets }, 'postgres', `SELECT 1 FROM pg_roles WHERE rolname = '${role}'`).trim() === '1';
    psql({ ports, secrets }, 'postgres', `${there ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN PASSWORD '${secrets[secret]}'`);
    if (psql({ ports, secrets }, 'postgres', `SELECT 1 FROM pg_database WHERE datname = '${role}'`).trim() !== '1') psql({ ports, secrets }, 'postgres', `CREATE DATABASE ${role} OWNER ${role}`);
    psql({ ports, secrets }, 'postgres', `REVOKE CONNECT ON DATABASE ${role} FROM PUBLIC`);
  }
}

/** @param {string[]} command */
const as = (command) => { const [file = '', ...args] = asUser('postgres', command); return run(file, args); };

/** @param {Pick<import('./plan.mjs').Plan, 'ports' | 'secrets'>} plan @param {string} database @param {string} sql */
const psql = ({ ports, secrets }, database, sql) =>
  run('psql', ['-h', '127.0.0.1', '-p', String(ports.postgres), '-U', 'postgres', '-d', database, '-At', '-v', 'ON_ERROR_STOP=1'], { input: sql, env: { PGPASSWORD: secrets['POSTGRES_PASSWORD'], PGCONNECT_TIMEOUT: '3' } });

/** @param {import('./plan.mjs').Plan} plan */
export const healthy = async (plan) => pidOf(plan.dir, name) !== null && psql(plan, 'postgres', 'SELECT 1').trim() === '1';

/** Fast shutdown: open transactions are rolled back. @param {import('./plan.mjs').Plan} plan */
export const stop = ({ dir }) => stopDaemon(dir, name, { signal: 'SIGINT', patience: 60_000 });
