import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findNode } from '../run-node.mjs';
import { inRoot, root } from './paths.mjs';
import { PlainError } from './plain-error.mjs';

/** What every child needs of its surroundings; settings come on top, nothing else passes. */
const passed = [
  'PATH',
  'HOME',
  'USER',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'TZ',
  'TERM',
  'SystemRoot',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
];
const isWindows = process.platform === 'win32';
const preload = pathToFileURL(inRoot('scripts/lib/with-parent.mjs')).href;

/** @param {Record<string, string>} settings @returns {NodeJS.ProcessEnv} */
export function childEnv(settings) {
  const base = Object.fromEntries(
    passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  return { ...base, NEXT_TELEMETRY_DISABLED: '1', ...settings };
}

/**
 * A server process of a stack, in a process group of its own so that Ctrl-C reaches it only through us, in order.
 * Its output goes to `<logs>/<name>.log`, and to `onLine` too when given.
 */
export class Child {
  /** @param {{ name: string, args: string[], env: Record<string, string>, logs: string, cwd?: string, onLine?: (line: string) => void }} options */
  constructor({ name, args, env, logs, cwd = root, onLine }) {
    this.name = name;
    this.logFile = path.join(logs, `${name}.log`);
    mkdirSync(logs, { recursive: true });
    const log = createWriteStream(this.logFile);
    log.on('error', () => {
      /* a full disk shows in the child itself */
    });
    this.process = spawn(findNode(), ['--import', preload, ...args], {
      cwd,
      env: childEnv(env),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: !isWindows,
    });
    /** @type {Promise<string>} how it ended */
    this.ended = new Promise((resolve) => {
      this.process.once('error', (error) => resolve(error.message));
      this.process.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `status ${code}`));
    });
    this.isRunning = true;
    void this.ended.then(() => {
      this.isRunning = false;
    });
    /** @type {Promise<string>} the address of its `ready <address>` line */
    this.ready = new Promise((resolve) => {
      for (const stream of [this.process.stdout, this.process.stderr]) {
        let rest = '';
        stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
          log.write(text);
          const lines = (rest + text).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) {
            const found = /^ready (\S+)/.exec(line);
            if (found?.[1]) resolve(found[1]);
            onLine?.(line);
          }
        });
      }
    });
  }

  /** One line on why it ended, with the last thing it wrote. @param {string} how */
  failure(how) {
    const lines = readFileSync(this.logFile, 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line.trim() && !/^\s+at |^Node\.js v|^\s*\^|^[}\])]/.test(line));
    if (lines.some((line) => line.includes('ENOSPC')))
      return new PlainError(`The disk is full: the ${this.name} stopped.`);
    const said =
      lines.findLast((line) => /error|fail|settings|cannot|refused/i.test(line)) ??
      lines.at(-1) ??
      'it said nothing';
    return new PlainError(
      `The ${this.name} ended (${how}): ${said.trim().slice(0, 300)} (more in ${path.relative(process.cwd(), this.logFile)})`,
    );
  }

  /** Asks it and what it started to stop, then insists. */
  async stop(patience = 8000) {
    if (!this.isRunning) return this.#signal('SIGKILL');
    this.#signal('SIGTERM');
    const timer = setTimeout(() => this.#signal('SIGKILL'), patience);
    await this.ended;
    clearTimeout(timer);
    this.#signal('SIGKILL'); // grandchildren that outlived it
  }

  /** @param {NodeJS.Signals} signal */
  #signal(signal) {
    const { pid } = this.process;
    if (pid === undefined) return;
    try {
      if (isWindows) this.process.kill(signal);
      else process.kill(-pid, signal);
    } catch {
      /* the group is gone already */
    }
  }
}
