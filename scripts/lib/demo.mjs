import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { requireDisk, setup } from './setup.mjs';
import { stopCommands } from './command.mjs';
import { lockHolder } from './lock.mjs';
import { inRoot } from './paths.mjs';
import { PlainError } from './plain-error.mjs';
import { parsePort, requireApart, requirePorts } from './ports.mjs';
import { privateFolder } from './private.mjs';
import { knownEngines, readProfile } from './profile.mjs';
import { seedThroughBff, startStack } from './stack.mjs';

/** @param {string[]} args */
export async function demo(args) {
  const { reset, dev, profile } = parseOptions(args);
  const port = parsePort(process.env['PORT']);
  const dataDir = inRoot('.data');
  const interrupted = onInterrupt();
  privateFolder(dataDir);
  // said before minutes of installing, and checked again when starting
  const holder = lockHolder(inRoot('.data/stack.lock'));
  if (holder !== null)
    throw new PlainError(`A demo of this checkout is running already (process ${holder}); stop it first.`);
  const engines = knownEngines()['ENGINES_PORT'];
  if (engines) await requireApart(port, Number(engines));
  await requirePorts(port, { ...readProfile(profile, port), ...fromShell() });
  requireDisk(0.5);

  console.log(`\nKeneyApp ${dev ? 'development' : 'demo'}`);
  const aborter = new AbortController();
  void interrupted.then(() => {
    aborter.abort();
    stopCommands();
  });
  /** @type {import('./stack.mjs').Stack} */
  let stack;
  try {
    await setup({ build: !dev });
    stack = await startStack({
      port,
      dataDir,
      profile,
      reload: dev,
      reset,
      settings: fromShell(),
      restart: true,
      signal: aborter.signal,
    });
    await seedThroughBff(stack);
  } catch (error) {
    if (!aborter.signal.aborted) throw error;
    console.log('  ✓ Stopped');
    process.exit(130);
  }
  console.log(welcome(stack.publicUrl, profile));
  const failure = await Promise.race([interrupted, stack.failed]);
  console.log('\n  … Stopping');
  await stack.stop();
  if (failure) throw failure;
  console.log('  ✓ Stopped; data stays in .data/\n');
  process.exit(0);
}

/** @param {string[]} args */
function parseOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        reset: { type: 'boolean', default: false },
        dev: { type: 'boolean', default: false },
        profile: { type: 'string', default: 'sandbox' },
      },
    });
    return /** @type {{ reset: boolean, dev: boolean, profile: string }} */ (values);
  } catch (error) {
    throw new PlainError(
      `${error instanceof Error ? error.message : error} Known options: --reset, --profile <name>.`,
    );
  }
}

/** Settings that may come from the shell; all others come from the profile, so that a stray variable moves nothing. */
function fromShell() {
  const names = [
    'COMPANIONS',
    'LOG_LEVEL',
    'SESSION_IDLE_MINUTES',
    'SESSION_ABSOLUTE_HOURS',
    'SESSIONS_PER_PERSON',
    'FRESH_SIGN_IN_MINUTES',
    'SECOND_FACTOR_ROLES',
    'RATE_LIMIT_FACTOR',
  ];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] ? [[name, String(process.env[name])]] : [])),
  );
}

/** Resolves on Ctrl-C, SIGTERM or a closed terminal; a second Ctrl-C does not cut the stopping short. @returns {Promise<null>} */
function onInterrupt() {
  return new Promise((resolve) => {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
      process.on(signal, () => resolve(null));
  });
}

const roleNames = {
  doctor: 'médecin',
  nurse: 'infirmier',
  pharmacist: 'pharmacien',
  secretary: 'secrétaire',
  radiologist: 'radiologue',
  patient: 'patiente',
  dpo: 'déléguée à la protection des données',
  admin: 'administrateur',
  'data-manager': 'gestionnaire des terminologies',
};

/** @param {string} url @param {string} profile */
function welcome(url, profile) {
  const lines = ['', `  KeneyApp is at ${url}`, ''];
  const file = inRoot('infra/demo/accounts.json');
  if (profile === 'sandbox' && existsSync(file)) {
    /** @type {{ username: string, role: keyof typeof roleNames, profession?: string, given: string, family: string, prefix: string, service: string | null }[]} */
    const accounts = JSON.parse(readFileSync(file, 'utf8'));
    lines.push('  account       password   who');
    for (const { username, role, profession, prefix, given, family, service } of accounts) {
      lines.push(
        `  ${username.padEnd(13)} demo       ${[prefix, given, family].filter(Boolean).join(' ')}, ${profession ?? roleNames[role]}${service ? ` (${service})` : ''}`,
      );
    }
    lines.push(
      '',
      '  npm run import -- PATH…  loads FHIR and DICOM files into it. All data here is invented.',
    );
  }
  return [...lines, '  Ctrl-C stops everything.', ''].join('\n');
}
