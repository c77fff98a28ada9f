import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { PlainError } from '../lib/plain-error.mjs';
import { appPorts, enginesBlock, parsePort } from '../lib/ports.mjs';
import { privateFolder } from '../lib/private.mjs';
import { formatEnv, knownEngines, parseEnv } from '../lib/profile.mjs';
import { readSecrets } from '../lib/secrets.mjs';
import { toolsDir } from '../lib/tools.mjs';

/** What listens where in the block of twenty that begins with ENGINES_PORT (8080), all on loopback. */
const offsets = {
  hapi: 0,
  keycloak: 1,
  orthanc: 2,
  opa: 3,
  postgres: 4,
  redis: 5,
  gateway: 6,
  dicomweb: 7,
  keycloakHealth: 8,
  bffInternal: 9,
};
/** @typedef {keyof typeof offsets} PortName */

/**
 * Where everything is and what it is called; made once per command.
 * @typedef {object} Plan
 * @property {string} dir folder of all engines: data, logs, rendered configuration
 * @property {string} tools what was downloaded and built, kept from run to run
 * @property {Record<PortName, number>} ports
 * @property {number} appPort front door of the application that comes after
 * @property {Record<string, string>} secrets
 * @property {Record<string, string>} vars values of `${…}` in the files of infra/
 */

export const dataDir = inRoot('.data');
export const enginesDir = path.join(dataDir, 'engines');

/** @returns {number} */
export function enginesPort() {
  const text = process.env['ENGINES_PORT'] ?? knownEngines()['ENGINES_PORT'] ?? '8080';
  const port = Number(text);
  const most = 65_536 - enginesBlock;
  if (!Number.isInteger(port) || port < 1024 || port > most)
    throw new PlainError(
      `ENGINES_PORT=${text} is not usable: a whole number from 1024 to ${most} is needed (it begins a block of twenty).`,
    );
  return port;
}

/** @param {string} [data] where secrets and everything rendered is kept @returns {Plan} */
export function plan(data = dataDir) {
  const enginesDir = path.join(data, 'engines');
  const first = enginesPort();
  const ports = /** @type {Record<PortName, number>} */ (
    Object.fromEntries(Object.entries(offsets).map(([name, plus]) => [name, first + plus]))
  );
  const appPort = parsePort(process.env['PORT']);
  const app = appPorts(appPort);
  const tools = toolsDir();
  for (const folder of [enginesDir, tools]) mkdirSync(folder, { recursive: true });
  privateFolder(data);
  const secrets = { ...readSecrets(data), ...engineSecrets(enginesDir) };
  const at = (/** @type {PortName} */ name) => `127.0.0.1:${ports[name]}`;
  const vars = {
    ...secrets,
    PUBLIC_URL: `http://localhost:${appPort}`,
    GATEWAY_URL: `https://localhost:${ports.gateway}`,
    GATEWAY_HOST: `localhost:${ports.gateway}`,
    BACKCHANNEL_URL: `http://127.0.0.1:${appPort}`,
    OIDC_ISSUER: `http://localhost:${ports.keycloak}/realms/keneyapp`,
    HAPI: at('hapi'),
    KEYCLOAK: at('keycloak'),
    ORTHANC: at('orthanc'),
    POSTGRES: at('postgres'),
    REDIS: at('redis'),
    ORTHANC_HOST: '127.0.0.1',
    ORTHANC_PORT: String(ports.orthanc),
    ORTHANC_DATA: path.join(enginesDir, 'orthanc'),
    ORTHANC_PLUGINS: '/usr/share/orthanc/plugins',
    ORTHANC_BASIC: Buffer.from(`keneyapp:${secrets['ORTHANC_PASSWORD']}`).toString('base64'),
    LISTEN_GATEWAY: at('gateway'),
    LISTEN_DICOMWEB: at('dicomweb'),
    LISTEN_BFF_INTERNAL: at('bffInternal'),
    BFF_1: `127.0.0.1:${app.bff}`,
    BFF_2: `127.0.0.1:${app.secondBff}`,
    BFF_1_INTERNAL: `127.0.0.1:${app.bffInternal}`,
    BFF_2_INTERNAL: `127.0.0.1:${app.secondBffInternal}`,
    NGINX_DIR: path.join(enginesDir, 'nginx'),
    TLS_DIR: path.join(enginesDir, 'tls'),
    REDIS_HOST: '127.0.0.1',
    REDIS_PORT: String(ports.redis),
    REDIS_DIR: path.join(enginesDir, 'redis'),
  };
  return { dir: enginesDir, tools, ports, appPort, secrets, vars };
}

/** @param {string} dir @returns {Record<string, string>} */
function engineSecrets(dir) {
  const file = path.join(dir, 'secrets.env');
  const known = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const names = [
    'POSTGRES_PASSWORD',
    'HAPI_DATABASE_PASSWORD',
    'KEYCLOAK_DATABASE_PASSWORD',
    'BFF_DATABASE_PASSWORD',
    'BFF_OWNER_PASSWORD',
    'APPOINTMENTS_DATABASE_PASSWORD',
    'APPOINTMENTS_OWNER_PASSWORD',
    'APPOINTMENTS_TOKEN',
    'KEYCLOAK_ADMIN_PASSWORD',
    'ORTHANC_PASSWORD',
    'REDIS_PASSWORD',
    'OPA_TOKEN',
  ];
  const values = Object.fromEntries(
    names.map((name) => [name, known[name] || randomBytes(24).toString('base64url')]),
  );
  writeFileSync(file, formatEnv(values), { mode: 0o600 });
  chmodSync(file, 0o600);
  return values;
}

/**
 * A file of infra/ with its `${NAME}` filled in. Names that are not ours stay (nginx and Keycloak have their own).
 * @param {string} template @param {Record<string, string>} vars
 */
export const render = (template, vars) =>
  readFileSync(inRoot('infra', template), 'utf8').replace(
    /\$\{([A-Z][A-Z0-9_]*)\}/g,
    (whole, name) => vars[name] ?? whole,
  );
