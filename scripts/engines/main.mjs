import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlainError } from '../lib/plain-error.mjs';
import { enginesBlock, freePorts, nextHundred, requireApart, requireFree } from '../lib/ports.mjs';
import { formatEnv } from '../lib/profile.mjs';
import { step } from '../lib/progress.mjs';
import { composeConfig } from './compose.mjs';
import * as gateway from './gateway.mjs';
import * as hapi from './hapi.mjs';
import { debianPackages } from './install.mjs';
import * as keycloak from './keycloak.mjs';
import * as opa from './opa.mjs';
import * as orthanc from './orthanc.mjs';
import { enginesDir, enginesPort, plan } from './plan.mjs';
import * as postgres from './postgres.mjs';
import * as redis from './redis.mjs';
import { pidOf } from './daemon.mjs';

/** In the order of starting, those of a line at the same time; stopped the other way round. */
const waves = [[postgres, redis, opa, orthanc], [keycloak, hapi], [gateway]];
const all = waves.flat();

/** @param {string[]} args */
export async function engines([command = '', ...names]) {
  const unknown = names.filter((name) => !all.some((engine) => engine.name === name));
  if (!['up', 'down', 'status', 'config'].includes(command) || unknown.length > 0) {
    throw new PlainError(
      `${unknown.length > 0 ? `There is no engine ${unknown.join(', ')}. ` : ''}npm run engines -- up|down|status|config [${all.map((engine) => engine.name).join(' ')}]`,
    );
  }
  const chosen = all.filter((engine) => names.length === 0 || names.includes(engine.name));
  const made = plan();
  if (command === 'up') return up(made, chosen);
  if (command === 'config')
    return void console.log(
      `  ✓ ${path.relative(process.cwd(), composeConfig(made))}/ is filled in for infra/compose/compose.yaml`,
    );
  if (command === 'down') return down(made, chosen);
  return status(made, chosen);
}

/** @typedef {typeof all[number]} Engine */

/** @param {import('./plan.mjs').Plan} made @param {Engine[]} chosen */
async function up(made, chosen) {
  console.log('\nEngines');
  await requireApart(made.appPort, enginesPort());
  await requirePortsOf(made, chosen);
  await step('Debian packages', (note) => debianPackages(note));
  for (const engine of chosen)
    if ('install' in engine)
      await step(`${engine.title.replace(/ \(.*/, '')}: download and build`, (note) =>
        engine.install(made, note),
      );
  for (const wave of waves.map((list) => list.filter((engine) => chosen.includes(engine))))
    if (wave.length > 0)
      await step(wave.map(({ title }) => title).join(', '), async (note) => {
        const started = await Promise.allSettled(wave.map((engine) => start(made, engine, note)));
        for (const result of started) if (result.status === 'rejected') throw result.reason;
      });
  writeFileSync(path.join(made.dir, 'profile.env'), formatEnv(profile(made)), { mode: 0o600 });
  console.log(
    '\n  npm run demo -- --profile hapi-keycloak-orthanc   starts the application on them\n  npm run engines -- down                           stops them; data stays in .data/engines/\n',
  );
}

/** Those that listen on more than the port of their name. @type {Record<string, import('./plan.mjs').PortName[]>} */
const portsOf = { keycloak: ['keycloak', 'keycloakHealth'], gateway: ['gateway', 'dicomweb', 'bffInternal'] };

/** Said before minutes of building; the ports of an engine that runs are its own. @param {import('./plan.mjs').Plan} made @param {Engine[]} chosen */
async function requirePortsOf(made, chosen) {
  for (const engine of chosen) {
    const isOurs = pidOf(made.dir, engine.name) !== null || (await engine.healthy(made).catch(() => false));
    if (isOurs) continue;
    const names = portsOf[engine.name] ?? [engine.name];
    await requireFree(
      names.map((name) => [made.ports[name], name]),
      async () =>
        `ENGINES_PORT=${await freePorts(nextHundred(enginesPort()), enginesBlock)} npm run engines -- up`,
    );
  }
}

/** @param {import('./plan.mjs').Plan} made @param {Engine} engine @param {(text: string) => void} note */
async function start(made, engine, note) {
  const isRunning = await engine.healthy(made).catch(() => false);
  if (!isRunning && pidOf(made.dir, engine.name) !== null) await engine.stop(made);
  if (!isRunning) await engine.start(made, note);
  if ('refresh' in engine) await engine.refresh(made);
}

/** What a profile cannot know by itself: addresses that follow ENGINES_PORT, and secrets. @param {import('./plan.mjs').Plan} made */
function profile({ ports, appPort, secrets, vars }) {
  return {
    ENGINES_PORT: String(enginesPort()),
    PORT: String(appPort),
    OIDC_CLIENT_SECRET: secrets['OIDC_CLIENT_SECRET'] ?? '',
    OIDC_SYSTEM_CLIENT_SECRET: secrets['OIDC_SYSTEM_CLIENT_SECRET'] ?? '',
    OIDC_BACKGROUND_CLIENT_SECRET: secrets['OIDC_BACKGROUND_CLIENT_SECRET'] ?? '',
    OIDC_DIRECTORY_CLIENT_SECRET: secrets['OIDC_DIRECTORY_CLIENT_SECRET'] ?? '',
    INTERNAL_SECRET: secrets['INTERNAL_SECRET'] ?? '',
    DATABASE_URL: `postgresql://keneyapp:${secrets['BFF_DATABASE_PASSWORD']}@127.0.0.1:${ports.postgres}/keneyapp`,
    DATABASE_MIGRATION_URL: `postgresql://keneyapp_owner:${secrets['BFF_OWNER_PASSWORD']}@127.0.0.1:${ports.postgres}/keneyapp`,
    APPOINTMENTS_TOKEN: secrets['APPOINTMENTS_TOKEN'] ?? '',
    APPOINTMENTS_DATABASE_URL: `postgresql://appointments:${secrets['APPOINTMENTS_DATABASE_PASSWORD']}@127.0.0.1:${ports.postgres}/appointments`,
    APPOINTMENTS_DATABASE_MIGRATION_URL: `postgresql://appointments_owner:${secrets['APPOINTMENTS_OWNER_PASSWORD']}@127.0.0.1:${ports.postgres}/appointments`,
    OPA_TOKEN: secrets['OPA_TOKEN'] ?? '',
    REDIS_URL: `redis://:${secrets['REDIS_PASSWORD']}@127.0.0.1:${ports.redis}`,
    // beside the database it vouches for: another database's anchors would be taken for a trail that was altered
    AUDIT_ANCHOR_FILE: path.join(enginesDir, 'audit-anchors.jsonl'),
    NODE_EXTRA_CA_CERTS: path.join(vars['TLS_DIR'] ?? '', 'ca.pem'),
  };
}

/** @param {import('./plan.mjs').Plan} made @param {Engine[]} chosen */
async function down(made, chosen) {
  for (const engine of [...chosen].reverse())
    if (pidOf(made.dir, engine.name) !== null)
      await step(`Stopping ${engine.title.replace(/ \(.*/, '')}`, () => engine.stop(made));
  console.log('  ✓ Stopped');
}

/** @param {import('./plan.mjs').Plan} made @param {Engine[]} chosen */
async function status(made, chosen) {
  const states = await Promise.all(
    chosen.map(async (engine) => ({
      engine,
      pid: pidOf(made.dir, engine.name),
      isHealthy: await engine.healthy(made).catch(() => false),
    })),
  );
  for (const { engine, pid, isHealthy } of states)
    console.log(
      `  ${isHealthy ? '✓' : '✗'} ${engine.name.padEnd(10)} ${pid === null ? 'not running' : `process ${pid}, port ${made.ports[engine.name]}${isHealthy ? '' : ', does not answer'}`}`,
    );
  if (states.some(({ isHealthy }) => !isHealthy)) process.exitCode = 1;
}
