// All servers of a stack in one file: their order, ports and settings are read together.
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Child } from './children.mjs';
import { takeLock } from './lock.mjs';
import { inRoot } from './paths.mjs';
import { PlainError } from './plain-error.mjs';
import { appPorts, companionSettings, companionsOf, requirePorts, standIns } from './ports.mjs';
import { keepPrivate, privateFolder } from './private.mjs';
import { formatEnv, readProfile } from './profile.mjs';
import { step } from './progress.mjs';
import { readSecrets } from './secrets.mjs';
import { settingsOf, settingsOfClients } from './stack-settings.mjs';
import { Supervised } from './supervised.mjs';

/**
 * @typedef {object} Stack
 * @property {string} publicUrl
 * @property {string} dataDir
 * @property {Record<string, string>} settings every setting of the stack, secrets included
 * @property {Record<string, number>} pids of the processes that run now, by name
 * @property {Promise<PlainError>} failed resolves when one of its processes ends by itself, and is not started again
 * @property {() => Promise<void>} stop
 *
 * @typedef {object} StackOptions
 * @property {number} port front door; begins a block of ten
 * @property {string} dataDir absolute
 * @property {string} [profile]
 * @property {boolean} [reload] sources are watched; the web is Next's development server
 * @property {Record<string, string>} [settings] on top of the profile's
 * @property {boolean} [seed] default true: the demo hospital is loaded on first start
 * @property {boolean} [reset] everything kept in the data folder is thrown away first
 * @property {boolean} [restart] once all is up, a process that ends is started again, with a line that says so
 * @property {AbortSignal} [signal] gives up starting
 */

/**
 * Starts the embedded servers (where the profile names them), the companion servers, the BFF and the web, waits until all is healthy, seeds.
 * One stack at a time per data folder. @param {StackOptions} options @returns {Promise<Stack>}
 */
export async function startStack({
  port,
  dataDir,
  profile = 'sandbox',
  reload = false,
  settings: extra = {},
  seed = true,
  reset = false,
  restart = false,
  signal,
}) {
  privateFolder(dataDir);
  const lock = takeLock(path.join(dataDir, 'stack.lock'));
  if ('holder' in lock)
    throw new PlainError(
      `A demo of this checkout is running already (process ${lock.holder}); stop it first.`,
    );
  /** @type {Supervised[]} */
  const servers = [];
  let isUp = false;
  /** @type {Promise<void> | undefined} */
  let stopping;
  const stop = () =>
    (stopping ??= (async () => {
      const [sandbox, others] = [
        servers.filter((c) => c.name === 'sandbox'),
        servers.filter((c) => c.name !== 'sandbox'),
      ];
      // none is started again from now on
      for (const server of servers) server.letGo();
      await Promise.all(others.map((server) => server.stop()));
      await Promise.all(sandbox.map((server) => server.stop())); // last: the others end their sessions with it
      rmSync(path.join(dataDir, 'stack.env'), { force: true });
      lock.release();
    })());
  try {
    const fromProfile = readProfile(profile, port);
    await requirePorts(port, { ...fromProfile, ...extra });
    // a database elsewhere is not thrown away, nor are the keys to what it holds
    const own = isEmbedded(fromProfile['DATABASE_URL']) ? ['secrets.env', 'audit-anchors.jsonl'] : [];
    if (reset)
      for (const kept of ['sandbox', 'bff', 'logs', 'seeded', ...own])
        rmSync(path.join(dataDir, kept), { recursive: true, force: true });
    const settings = settingsFor(port, dataDir, profile, extra);
    /** @type {(error: PlainError) => void} */
    let fail = () => {};
    /** @type {Promise<PlainError>} */
    const failed = new Promise((resolve) => {
      fail = resolve;
    });
    const interrupt = () => fail(new PlainError('Interrupted.'));
    if (signal?.aborted) interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    /** @param {'sandbox' | 'companions' | 'decision-support' | 'appointments' | 'bff' | 'web'} name @param {string[]} args @param {string} [cwd] @param {Record<string, string>} [over] settings of this process alone */
    const start = (name, args, cwd, over = {}) => {
      const env = {
        NODE_ENV: reload ? 'development' : 'production',
        ...pick({ ...settings, ...over }, settingsOf[name]),
      };
      const server = new Supervised({
        start: () =>
          new Child({
            name: over['NAME'] ?? name,
            args,
            env,
            logs: path.join(dataDir, 'logs'),
            cwd,
            onLine: reload ? (line) => console.log(`${name.padEnd(8)}│ ${line}`) : undefined,
            readyLine: name === 'web' ? /Ready in / : undefined,
            isWatched: args.includes('--watch'),
          }),
        mayRestart: () => restart && isUp,
        onRestart: (line) => console.log(`  ! ${line}`),
        onFailed: (error) => fail(error),
      });
      servers.push(server);
      return server;
    };
    /** @template T @param {Promise<T>} work @returns {Promise<T>} */
    const unlessFailed = (work) =>
      Promise.race([
        work,
        failed.then((error) => {
          throw error;
        }),
      ]);
    const ports = appPorts(port);
    const watch = reload ? ['--watch', '--watch-preserve-output'] : [];

    if (settings['SANDBOX_URL'])
      await step('Starting the embedded servers (identity, FHIR, terminology, DICOMweb)', () =>
        unlessFailed(start('sandbox', [...watch, 'apps/sandbox/src/server.ts']).ready),
      );
    const companions = companionsOf(settings['COMPANIONS']);
    if (companions.includes('decision-support'))
      await step('Starting decision support (CDS Hooks)', () =>
        unlessFailed(start('decision-support', [...watch, 'apps/decision-support/src/server.ts']).ready),
      );
    if (standIns(companions).length > 0)
      await step('Starting the companion servers (INSi, mail)', () =>
        unlessFailed(start('companions', [...watch, 'scripts/companions/server.ts']).ready),
      );
    if (settings['APPOINTMENTS_PROCESSES'] === '2')
      await step("Starting the agenda's engine (two processes)", () => {
        const program = [...watch, 'apps/appointments/src/server.ts'];
        return unlessFailed(
          Promise.all([
            start('appointments', program, undefined, engineOfAgenda(settings, ports.appointments)).ready,
            start(
              'appointments',
              program,
              undefined,
              engineOfAgenda(settings, ports.secondAppointments, 'appointments-2'),
            ).ready,
          ]),
        );
      });
    await step('Starting the BFF and the web', async (note) => {
      const bff = start('bff', [...watch, 'apps/bff/src/server.ts']);
      const second =
        settings['BFF_PROCESSES'] === '2'
          ? start('bff', [...watch, 'apps/bff/src/server.ts'], undefined, secondBff(port, settings))
          : null;
      start(
        'web',
        [
          inRoot('node_modules/next/dist/bin/next'),
          reload ? 'dev' : 'start',
          '-H',
          '127.0.0.1',
          '-p',
          String(ports.web),
        ],
        inRoot('apps/web'),
        settings['BFF_INTERNAL_BALANCED_URL']
          ? { BFF_INTERNAL_URL: settings['BFF_INTERNAL_BALANCED_URL'] }
          : {},
      );
      await unlessFailed(Promise.all([bff.ready, second?.ready]));
      await unlessFailed(healthy(settings['BFF_URL'] ?? String(settings['PUBLIC_URL']), note));
    });
    writeFileSync(path.join(dataDir, 'stack.env'), formatEnv(pick(settings, settingsOfClients)), {
      mode: 0o600,
    });
    if (seed && settings['SEED_DEMO'] === 'true') await seedDemo(dataDir, settings, unlessFailed);
    if (seed && settings['SANDBOX_URL'] && settings['FHIR_URL']?.includes(`:${ports.sandbox}/`))
      await seedDemo(dataDir, settings, unlessFailed);
    keepPrivate(dataDir);
    isUp = true;
    return {
      publicUrl: String(settings['PUBLIC_URL']),
      dataDir,
      settings,
      get pids() {
        return Object.fromEntries(servers.flatMap(({ name, pid }) => (pid === null ? [] : [[name, pid]])));
      },
      failed,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {number} port @param {string} dataDir @param {string} profile @param {Record<string, string>} extra @returns {Record<string, string>} */
function settingsFor(port, dataDir, profile, extra) {
  const fromProfile = readProfile(profile, port);
  /** @type {Record<string, string>} */
  const defaults = {
    PROFILE: profile,
    PUBLIC_URL: `http://localhost:${port}`,
    OIDC_CLIENT_ID: 'keneyapp',
    OIDC_SYSTEM_CLIENT_ID: 'keneyapp-system',
    AUDIT_ANCHOR_FILE: path.join(dataDir, 'audit-anchors.jsonl'),
    AGENDA_SETUP: inRoot('infra/demo/agenda.json'),
    FORMULARY_FILE: inRoot('infra/demo/livret.csv'),
  };
  /** @type {Record<string, string>} */
  const settings = {
    ...defaults,
    ...readSecrets(dataDir),
    ...fromProfile,
    PORT: String(port),
    SANDBOX_PORT: String(appPorts(port).sandbox),
    SANDBOX_DATA: path.join(dataDir, 'sandbox'),
    DECISION_SUPPORT_DATA: path.join(dataDir, 'decision-support'),
    LOG_LEVEL: 'warn',
    ...extra,
  };
  Object.assign(settings, { ...companionSettings(settings['COMPANIONS'], port), ...settings });
  // an embedded database lives in this stack's data folder, whatever folder the profile names
  if (isEmbedded(settings['DATABASE_URL'])) settings['DATABASE_URL'] = `pglite:${path.join(dataDir, 'bff')}`;
  return settings;
}

/** The agenda's engine as a process of its own, with a database of its own. @param {Record<string, string>} settings @param {number} at @param {string} [name] @returns {Record<string, string>} */
const engineOfAgenda = (settings, at, name) => ({
  ...(name && { NAME: name }),
  PORT: String(at),
  DATABASE_URL: settings['APPOINTMENTS_DATABASE_URL'] ?? '',
  DATABASE_MIGRATION_URL: settings['APPOINTMENTS_DATABASE_MIGRATION_URL'] ?? '',
});

/** Another BFF on the same database, which nothing tells apart from the first. @param {number} port @param {Record<string, string>} settings @returns {Record<string, string>} */
const secondBff = (port, settings) => ({
  NAME: 'bff-2',
  PORT: String(appPorts(port).secondBff),
  BFF_INTERNAL_URL: `http://127.0.0.1:${appPorts(port).secondBffInternal}`,
  // each asks another process of the agenda's engine, where there are two
  ...(settings['APPOINTMENTS_PROCESSES'] === '2' && {
    APPOINTMENTS_URL: `http://127.0.0.1:${appPorts(port).secondAppointments}`,
  }),
});
/** @param {string | undefined} databaseUrl */
const isEmbedded = (databaseUrl) => !databaseUrl || databaseUrl.startsWith('pglite:');

/** @param {Record<string, string>} values @param {string[]} names @returns {Record<string, string>} */
const pick = (values, names) =>
  Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));

/** Resolves when /api/health answers 200; after two minutes says what is missing. @param {string} url @param {(text: string) => void} note */
async function healthy(url, note) {
  let last = 'no answer';
  for (const deadline = Date.now() + 120_000; Date.now() < deadline;) {
    try {
      const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(5000) });
      last = `${response.status} ${(await response.text()).slice(0, 300)}`;
      if (response.status === 200) return note('');
    } catch {
      /* not listening yet */
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new PlainError(`The application is not healthy after two minutes: ${last}`);
}

/** @param {string} dataDir @param {Record<string, string>} settings @param {(work: Promise<void>) => Promise<void>} unlessFailed */
async function seedDemo(dataDir, settings, unlessFailed) {
  // every start: when the data is in, the seed only brings the agenda up to today, in less than a second
  const env = pick(settings, [...settingsOfClients, 'OIDC_SYSTEM_CLIENT_SECRET']);
  await runSeed('Loading the demo hospital', { script: 'scripts/seed/seed.ts', dataDir, env, unlessFailed });
}

/** For the demonstration alone: what its people have begun and not saved, and what they keep at hand. @param {Stack} stack */
export async function seedThroughBff({ dataDir, settings, failed }) {
  if (!settings['SANDBOX_URL'] && settings['SEED_DEMO'] !== 'true') return;
  const names = ['PUBLIC_URL', 'INTERNAL_SECRET', 'BFF_INTERNAL_URL', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'];
  const env = pick(settings, [...settingsOfClients, ...names]);
  /** @param {Promise<void>} work */
  const unlessFailed = (work) =>
    Promise.race([
      work,
      failed.then((reason) => {
        throw reason;
      }),
    ]);
  await runSeed('Beginning drafts', { script: 'scripts/seed/drafts.ts', dataDir, env, unlessFailed });
  await runSeed('Keeping favourites', { script: 'scripts/seed/favourites.ts', dataDir, env, unlessFailed });
}

/**
 * @param {string} what
 * @param {{ script: string, dataDir: string, env: Record<string, string>, unlessFailed: (work: Promise<void>) => Promise<void> }} how
 */
async function runSeed(what, { script, dataDir, env, unlessFailed }) {
  await step(what, async (note) => {
    let last = '';
    const child = new Child({
      name: 'seed',
      args: [script],
      env,
      logs: path.join(dataDir, 'logs'),
      onLine: (line) => {
        last = line;
        note(line);
      },
    });
    try {
      await unlessFailed(
        child.ended.then((how) => {
          if (how !== 'status 0') throw child.failure(how);
        }),
      );
    } finally {
      await child.stop();
    }
    note(last);
  });
}
