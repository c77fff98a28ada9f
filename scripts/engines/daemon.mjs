import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lockHolder } from '../lib/lock.mjs';
import { PlainError } from '../lib/plain-error.mjs';
import { childEnv } from '../lib/children.mjs';

/** @param {string} dir @param {string} name */
const pidFile = (dir, name) => path.join(dir, `${name}.pid`);

/** The process of an engine that we started and that still runs, or null. @param {string} dir @param {string} name */
export const pidOf = (dir, name) => lockHolder(pidFile(dir, name));

/**
 * Starts a server that outlives this command; its output goes to `<dir>/logs/<name>.log`. `user` drops rights where we have them.
 * @param {string} dir @param {string} name @param {string} file @param {string[]} args @param {{ env?: Record<string, string>, cwd?: string, user?: string }} [options]
 */
export function startDaemon(dir, name, file, args, { env = {}, cwd = dir, user } = {}) {
  mkdirSync(path.join(dir, 'logs'), { recursive: true });
  const log = openSync(path.join(dir, 'logs', `${name}.log`), 'w');
  const [command = '', ...rest] = user ? asUser(user, [file, ...args]) : [file, ...args];
  const child = spawn(command, rest, {
    cwd,
    env: childEnv(env),
    stdio: ['ignore', log, log],
    detached: true,
  });
  if (child.pid === undefined) throw new PlainError(`${name} cannot be started: ${file} is missing.`);
  child.unref();
  remember(dir, name, child.pid);
}

/** @param {string} dir @param {string} name @param {number} pid */
function remember(dir, name, pid) {
  let start = '';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    /* not Linux */
  }
  writeFileSync(pidFile(dir, name), `${pid} ${start}`);
}

/** Servers that refuse to run as root are started as their own user. @param {string} user @param {string[]} command @returns {string[]} */
export const asUser = (user, command) =>
  process.getuid?.() === 0
    ? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', ...command]
    : command;

/** Asks a process to end and waits; insists after `patience`. @param {string} dir @param {string} name @param {{ signal?: NodeJS.Signals, patience?: number }} [options] */
export async function stopDaemon(dir, name, { signal = 'SIGTERM', patience = 20_000 } = {}) {
  const pid = pidOf(dir, name);
  if (pid !== null) {
    kill(pid, signal);
    for (const until = Date.now() + patience; pidOf(dir, name) !== null && Date.now() < until;)
      await new Promise((resolve) => setTimeout(resolve, 100));
    if (pidOf(dir, name) !== null) kill(pid, 'SIGKILL');
  }
  rmSync(pidFile(dir, name), { force: true });
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    /* gone already */
  }
}

/** Waits until `check` holds; ends early, with the log's last words, when the process ends. @param {string} dir @param {string} name @param {() => Promise<boolean>} check @param {number} [patience] */
export async function waitFor(dir, name, check, patience = 300_000) {
  for (const until = Date.now() + patience; Date.now() < until;) {
    if (await check().catch(() => false)) return;
    if (pidOf(dir, name) === null) throw new PlainError(`${name} ended: ${lastWords(dir, name)}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new PlainError(`${name} does not answer: ${lastWords(dir, name)}`);
}

/** @param {string} dir @param {string} name */
function lastWords(dir, name) {
  const file = path.join(dir, 'logs', `${name}.log`);
  const lines = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .filter((line) => !/^\s+(at |\.\.\.)/.test(line))
    : [];
  return `${(lines.findLast((line) => /error|fatal|caused by|emerg/i.test(line)) ?? lines.at(-1) ?? 'it said nothing').trim().slice(0, 300)} (more in ${path.relative(process.cwd(), file)})`;
}

/** Runs a command to its end; its words become the error. @param {string} file @param {string[]} args @param {{ env?: NodeJS.ProcessEnv, input?: string, cwd?: string }} [options] */
export function run(file, args, { env, input, cwd } = {}) {
  const done = spawnSync(file, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    input,
    cwd,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.status !== 0)
    throw new PlainError(
      `${path.basename(file)} failed: ${(done.stderr || done.stdout || done.error?.message || `status ${done.status}`).trim().split('\n').slice(-3).join(' ').slice(0, 500)}`,
    );
  return done.stdout;
}

/** @param {string} url @param {(response: Response) => boolean} [accept] */
export async function answers(url, accept = (response) => response.ok) {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000), redirect: 'manual' });
  await response.body?.cancel();
  return accept(response);
}
