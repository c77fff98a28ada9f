import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { PlainError } from '../lib/plain-error.mjs';
import { hashedPassword } from './hashed-password.mjs';
import { answers, pidOf, startDaemon, stopDaemon, waitFor } from './daemon.mjs';
import { keycloak } from './install.mjs';
import { render } from './plan.mjs';

export const name = 'keycloak';
export const title = 'Keycloak (the realm is imported on the first start)';

/** @param {import('./plan.mjs').Plan} plan @param {(text: string) => void} note */
export const install = ({ tools }, note) => keycloak(tools, note).then(() => {});

/** @param {import('./plan.mjs').Plan} plan @param {(text: string) => void} note */
export async function start(plan, note) {
  const { dir, ports, secrets } = plan;
  const folder = ownCopy(await keycloak(plan.tools, note), dir);
  const imported = path.join(folder, 'data/import');
  rmSync(imported, { recursive: true, force: true });
  mkdirSync(imported, { recursive: true });
  writeFileSync(path.join(imported, 'keneyapp-realm.json'), realm(plan.vars), { mode: 0o600 });
  // the policy of the realm names it: without the file nothing is imported, and no password is taken
  const blocked = path.join(folder, 'data/password-blacklists');
  mkdirSync(blocked, { recursive: true });
  cpSync(inRoot('infra/keycloak/password-blacklist.txt'), path.join(blocked, 'keneyapp.txt'));
  startDaemon(
    dir,
    name,
    'nice',
    ['-n', '10', path.join(folder, 'bin/kc.sh'), 'start', '--optimized', '--import-realm'],
    {
      env: {
        KC_DB_URL: `jdbc:postgresql://127.0.0.1:${ports.postgres}/keycloak`,
        KC_DB_USERNAME: 'keycloak',
        KC_DB_PASSWORD: secrets['KEYCLOAK_DATABASE_PASSWORD'] ?? '',
        KC_DB_POOL_MAX_SIZE: '20',
        KC_HTTP_ENABLED: 'true',
        KC_HTTP_HOST: '127.0.0.1',
        KC_HTTP_PORT: String(ports.keycloak),
        KC_HTTP_MANAGEMENT_PORT: String(ports.keycloakHealth),
        KC_HOSTNAME: `http://localhost:${ports.keycloak}`,
        KC_BOOTSTRAP_ADMIN_USERNAME: 'keycloak-admin',
        KC_BOOTSTRAP_ADMIN_PASSWORD: secrets['KEYCLOAK_ADMIN_PASSWORD'] ?? '',
        KC_CACHE: 'local',
        KC_LOG_LEVEL: 'warn',
        JAVA_OPTS_KC_HEAP: '-Xms128m -Xmx768m',
      },
    },
  );
  await waitFor(dir, name, () => healthy(plan), 600_000);
}

/** It reads the realm from its own folder, and writes there: one for each checkout. @param {string} built @param {string} dir @returns {string} */
function ownCopy(built, dir) {
  const own = path.join(dir, path.basename(built));
  if (!existsSync(own)) {
    const started = `${own}.copying`;
    rmSync(started, { recursive: true, force: true });
    cpSync(built, started, { recursive: true });
    renameSync(started, own);
  }
  return own;
}

/**
 * The realm of infra/keycloak/ with the demonstration accounts of infra/demo/, whose password is their own, and the roles
 * that SECOND_FACTOR_ROLES names holding `second-factor`.
 * @param {Record<string, string>} vars
 */
export function realm(vars) {
  /** @type {{ users: object[], roles: { realm: { name: string, composite?: boolean, composites?: { realm: string[] } }[] } }} */
  const parsed = JSON.parse(render('keycloak/realm.json', vars));
  /** @type {{ username: string, role: string, fhirUser: string | null, family: string, given: string, prefix: string, rpps: string | null, service: string | null }[]} */
  const accounts = JSON.parse(readFileSync(inRoot('infra/demo/accounts.json'), 'utf8'));
  const credential = hashedPassword('demo');
  const named = (process.env['SECOND_FACTOR_ROLES'] ?? '').split(',').map((role) => role.trim());
  for (const role of parsed.roles.realm)
    if (named.includes(role.name))
      Object.assign(role, { composite: true, composites: { realm: ['second-factor'] } });
  parsed.users.push(
    ...accounts.map(({ username, role, fhirUser, family, given, prefix, rpps, service }) => ({
      username,
      enabled: true,
      firstName: given,
      lastName: family,
      realmRoles: [role],
      attributes: Object.fromEntries(
        Object.entries({
          displayName: [prefix, given, family].filter(Boolean).join(' '),
          fhirUser,
          rpps,
          service,
        }).flatMap(([key, value]) => (value ? [[key, [value]]] : [])),
      ),
      credentials: [credential],
    })),
  );
  return JSON.stringify(parsed, null, 2);
}

/**
 * A realm is imported once; on every `up` addresses and secrets of our clients are brought up to date (another PORT,
 * another gateway), and roles, accounts and scopes that came since are added. What an administrator changed besides stays.
 * @param {import('./plan.mjs').Plan} plan
 */
export async function refresh({ ports, secrets, vars }) {
  const base = `http://localhost:${ports.keycloak}`;
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: 'admin-cli',
    username: 'keycloak-admin',
    password: secrets['KEYCLOAK_ADMIN_PASSWORD'] ?? '',
  });
  const { access_token: token } = await json(
    await fetch(`${base}/realms/master/protocol/openid-connect/token`, { method: 'POST', body }),
  );
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const { attributes: levels, roles, users, clients: wantedClients, clientScopes } = JSON.parse(realm(vars));
  const added = await fetch(`${base}/admin/realms/keneyapp/partialImport`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ ifResourceExists: 'SKIP', roles, users }),
  });
  if (!added.ok) throw new PlainError(`Keycloak refuses the roles and accounts: ${added.status}`);
  // a realm of before the levels: the client names one
  const known = await json(await fetch(`${base}/admin/realms/keneyapp`, { headers }));
  await fetch(`${base}/admin/realms/keneyapp`, {
    method: 'PUT',
    headers,
    body: JSON.stringify({ attributes: { ...known.attributes, ...levels } }),
  });
  const scopes = `${base}/admin/realms/keneyapp/client-scopes`;
  const before = await json(await fetch(scopes, { headers }));
  for (const scope of clientScopes)
    if (!before.some((/** @type {{ name: string }} */ { name }) => name === scope.name))
      await fetch(scopes, { method: 'POST', headers, body: JSON.stringify(scope) });
  const knownScopes = await json(await fetch(scopes, { headers }));
  const clients = `${base}/admin/realms/keneyapp/clients`;
  for (const wanted of wantedClients) {
    const [known] = await json(await fetch(`${clients}?clientId=${wanted.clientId}`, { headers }));
    if (!known)
      throw new PlainError(
        `Keycloak's realm has no client ${wanted.clientId}: it was made by an earlier version, or changed by hand. Add the client (infra/keycloak), or stop the engines and remove .data/engines: all of them begin anew.`,
      );
    const { redirectUris, rootUrl, secret, attributes } = wanted;
    const put = await fetch(`${clients}/${known.id}`, {
      method: 'PUT',
      headers,
      body: JSON.stringify({
        ...known,
        ...(redirectUris ? { redirectUris, rootUrl } : {}),
        secret,
        attributes: { ...known.attributes, ...attributes },
      }),
    });
    if (!put.ok) throw new PlainError(`Keycloak refuses the client ${wanted.clientId}: ${put.status}`);
    for (const { id, name } of knownScopes)
      if (wanted.defaultClientScopes?.includes(name))
        await fetch(`${clients}/${known.id}/default-client-scopes/${id}`, { method: 'PUT', headers });
  }
}

/** @param {Response} response @returns {Promise<any>} */
async function json(response) {
  if (!response.ok) throw new PlainError(`Keycloak answers ${response.status} to its administrator.`);
  return response.json();
}

/** @param {import('./plan.mjs').Plan} plan */
export const healthy = async ({ dir, ports }) =>
  pidOf(dir, name) !== null &&
  (await answers(`http://127.0.0.1:${ports.keycloakHealth}/health/ready`)) &&
  (await answers(`http://localhost:${ports.keycloak}/realms/keneyapp/.well-known/openid-configuration`));

/** @param {import('./plan.mjs').Plan} plan */
export const stop = ({ dir }) => stopDaemon(dir, name);
