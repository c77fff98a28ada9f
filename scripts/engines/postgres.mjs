import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asUser, pidOf, run, startDaemon, stopDaemon, waitFor } from './daemon.mjs';
import { NotHereError } from './install.mjs';

export const name = 'postgres';
export const title = 'PostgreSQL';
const bin = '/usr/lib/postgresql/15/bin';

/** @type {[role: string, secret: string][]} */
const roles = [
  ['hapi', 'HAPI_DATABASE_PASSWORD'],
  ['keycloak', 'KEYCLOAK_DATABASE_PASSWORD'],
  ['keneyapp_owner', 'BFF_OWNER_PASSWORD'],
  ['keneyapp', 'BFF_DATABASE_PASSWORD'],
  ['appointments_owner', 'APPOINTMENTS_OWNER_PASSWORD'],
  ['appointments', 'APPOINTMENTS_DATABASE_PASSWORD'],
];
/**
 * The application's role does not own its tables: it adds to the audit trail, no more. That of the agenda's engine neither.
 * @type {[database: string, owner: string, ...others: string[]][]}
 */
const databases = [
  ['hapi', 'hapi'],
  ['keycloak', 'keycloak'],
  ['keneyapp', 'keneyapp_owner', 'keneyapp'],
  ['appointments', 'appointments_owner', 'appointments'],
];

/** A cluster of our own with a database and a role for each that keeps something; roles reach their own database alone. @param {import('./plan.mjs').Plan} plan */
export async function start({ dir, ports, secrets }) {
  const home = path.join(dir, 'postgres'),
    data = path.join(home, 'data');
  mkdirSync(home, { recursive: true });
  const uid = process.getuid?.() === 0 ? Number(run('id', ['-u', 'postgres'])) : null;
  if (uid !== null) chownSync(home, uid, uid);
  try {
    as(['test', '-x', home]);
  } catch {
    throw new NotHereError(
      `The user postgres cannot reach ${path.relative(process.cwd(), home)}: a folder above it is closed to others. Move the checkout to where it is not.`,
    );
  }
  if (!existsSync(path.join(data, 'PG_VERSION'))) {
    const password = path.join(home, 'password');
    writeFileSync(password, secrets['POSTGRES_PASSWORD'] ?? '', { mode: 0o600 });
    if (uid !== null) chownSync(password, uid, uid);
    as([
      `${bin}/initdb`,
      '-D',
      data,
      '-U',
      'postgres',
      '--auth=scram-sha-256',
      `--pwfile=${password}`,
      '--encoding=UTF8',
      '--locale=C.UTF-8',
    ]);
    run('rm', [password]);
  }
  chmodSync(home, 0o700);
  startDaemon(
    dir,
    name,
    `${bin}/postgres`,
    [
      '-D',
      data,
      '-p',
      String(ports.postgres),
      '-k',
      home,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'max_connections=200',
      '-c',
      'shared_buffers=512MB',
      '-c',
      'max_wal_size=2GB',
      '-c',
      'random_page_cost=1.1',
      '-c',
      'work_mem=16MB',
      '-c',
      'jit=off',
    ],
    { user: 'postgres', cwd: home },
  );
  await waitFor(
    dir,
    name,
    async () => {
      psql({ ports, secrets }, 'postgres', 'SELECT 1');
      return true;
    },
    60_000,
  );
}

/** Roles and databases, on every `up`: one of them may be new. @param {import('./plan.mjs').Plan} plan */
export async function refresh({ ports, secrets }) {
  const sql = (/** @type {string} */ text) => psql({ ports, secrets }, 'postgres', text);
  const exists = (/** @type {string} */ where) => sql(`SELECT 1 FROM ${where}`).trim() === '1';
  for (const statement of roleStatements(secrets, exists)) sql(statement);
}

/** Roles and databases that are missing; passwords as they are now. @param {Record<string, string>} secrets @param {(where: string) => boolean} [exists] @returns {string[]} */
export function roleStatements(secrets, exists = () => false) {
  return [
    ...roles.map(
      ([role, secret]) =>
        `${exists(`pg_roles WHERE rolname = '${role}'`) ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN PASSWORD '${secrets[secret]}'`,
    ),
    ...databases.flatMap(([database, owner, ...others]) => [
      ...(exists(`pg_database WHERE datname = '${database}'`)
        ? []
        : [`CREATE DATABASE ${database} OWNER ${owner}`]),
      `REVOKE CONNECT ON DATABASE ${database} FROM PUBLIC`,
      ...others.map((role) => `GRANT CONNECT ON DATABASE ${database} TO ${role}`),
    ]),
  ];
}

/** @param {string[]} command */
const as = (command) => {
  const [file = '', ...args] = asUser('postgres', command);
  return run(file, args);
};

/** @param {Pick<import('./plan.mjs').Plan, 'ports' | 'secrets'>} plan @param {string} database @param {string} sql */
const psql = ({ ports, secrets }, database, sql) =>
  run(
    'psql',
    [
      '-h',
      '127.0.0.1',
      '-p',
      String(ports.postgres),
      '-U',
      'postgres',
      '-d',
      database,
      '-At',
      '-v',
      'ON_ERROR_STOP=1',
    ],
    { input: sql, env: { PGPASSWORD: secrets['POSTGRES_PASSWORD'], PGCONNECT_TIMEOUT: '3' } },
  );

/** @param {import('./plan.mjs').Plan} plan */
export const healthy = async (plan) =>
  pidOf(plan.dir, name) !== null && psql(plan, 'postgres', 'SELECT 1').trim() === '1';

/** Fast shutdown: open transactions are rolled back. @param {import('./plan.mjs').Plan} plan */
export const stop = ({ dir }) => stopDaemon(dir, name, { signal: 'SIGINT', patience: 60_000 });
