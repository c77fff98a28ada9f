import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findNode } from '../run-node.mjs';
import { LogFile } from './log-file.mjs';
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

/** Lines of its output that are looked through for why it ended. */
const remembered = 200;

/**
 * @typedef {object} ChildOptions
 * @property {string} name
 * @property {string[]} args
 * @property {Record<string, string>} env
 * @property {string} logs folder of its log
 * @property {string} [cwd]
 * @property {(line: string) => void} [onLine]
 * @property {RegExp} [readyLine] what it says once it can be used; the first group is its address
 * @property {boolean} [isWatched] it is `node --watch`, which outlives the server that it runs
 */

/**
 * A server process of a stack, in a process group of its own so that Ctrl-C reaches it only through us, in order.
 * Its output is added to `<logs>/<name>.log`, and goes to `onLine` too when given.
 */
export class Child {
  /** Whether it has said so, since its last reload where it is watched. */
  isReady = false;
  isRunning = true;
  /** @type {string[]} */
  #said = [];
  #isReloaded = false;
  #isCrashed = false;

  /** @param {ChildOptions} options */
  constructor({ name, args, env, logs, cwd = root, onLine, readyLine = /^ready (\S+)/, isWatched = false }) {
    this.name = name;
    this.logFile = path.join(logs, `${name}.log`);
    const log = new LogFile(this.logFile);
    this.process = spawn(findNode(), ['--import', preload, ...args], {
      cwd,
      env: childEnv(env),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: !isWindows,
    });
    log.write(`── ${new Date().toISOString()} ${name} starts (process ${this.process.pid ?? 'none'})\n`);
    /** @type {Promise<string>} how it ended */
    this.ended = new Promise((resolve) => {
      this.process.once('error', (error) => resolve(error.message));
      this.process.once('exit', (code, signal) => {
        const how = this.#isCrashed ? 'it crashed' : signal ? `signal ${signal}` : `status ${code}`;
        this.#signal('SIGKILL'); // grandchildren that outlived it would keep its output open, and its port
        this.process.once('close', () => resolve(how));
        setTimeout(() => resolve(how), 1000).unref();
      });
    });
    void this.ended.then((how) => {
      this.isRunning = false;
      log.write(`── ${new Date().toISOString()} ${name} ended (${how})\n`);
      log.close();
    });
    /** @param {string} line @param {(address: string) => void} ready */
    const take = (line, ready) => {
      this.#said.push(line);
      if (this.#said.length > remembered) this.#said.shift();
      const found = readyLine.exec(line);
      if (found) {
        this.isReady = true;
        ready(found[1] ?? '');
      }
      if (isWatched) this.#followWatch(line);
      onLine?.(line);
    };
    /** @type {Promise<string>} the address of its ready line */
    this.ready = new Promise((resolve) => {
      for (const stream of [this.process.stdout, this.process.stderr]) {
        let rest = '';
        stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
          log.write(text);
          const lines = (rest + text).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) take(line, resolve);
        });
        stream?.on('end', () => {
          if (rest) take(rest, resolve);
        });
      }
    });
  }

  /** A watch goes on when its server ends, until a file changes: right where a change made it end, an end of it all else. @param {string} line */
  #followWatch(line) {
    if (/^Restarting /.test(line)) {
      this.isReady = false;
      this.#isReloaded = true;
    } else if (/^(Failed|Completed) running /.test(line) && (this.isReady || !this.#isReloaded)) {
      this.#isCrashed = true;
      this.#signal('SIGKILL');
    }
  }

  /** One line on why it ended, with the last thing it wrote. @param {string} how @param {string} [more] */
  failure(how, more = '') {
    const lines = this.#said.filter(
      (line) => line.trim() && !/^\s+at |^Node\.js v|^\s*\^|^[}\])]|^(Failed|Completed) running /.test(line),
    );
    if (lines.some((line) => line.includes('ENOSPC')))
      return new PlainError(`The disk is full: the ${this.name} stopped.`);
    const said =
      lines.findLast((line) => /error|fail|settings|cannot|refused/i.test(line)) ??
      lines.at(-1) ??
      'it said nothing';
    return new PlainError(
      `The ${this.name} ended (${how})${more}: ${said.trim().slice(0, 300)} (more in ${path.relative(process.cwd(), this.logFile)})`,
    );
  }

  /** Asks it and what it started to stop, then insists. */
  async stop(patience = 8000) {
    if (!this.isRunning) return;
    this.#signal('SIGTERM');
    const timer = setTimeout(() => this.#signal('SIGKILL'), patience);
    await this.ended;
    clearTimeout(timer);
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
