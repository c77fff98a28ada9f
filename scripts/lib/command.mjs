import { spawn } from 'node:child_process';
import { root } from './paths.mjs';
import { PlainError } from './plain-error.mjs';

/**
 * Runs a command to its end. Output is shown as it comes (`show`) or kept and returned.
 * @param {string} file @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, show?: boolean, onText?: (text: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runCommand(file, args, { env = process.env, cwd = root, show = false, onText } = {}) {
  if (isStopped) return Promise.reject(new PlainError('Interrupted.'));
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32' && !file.endsWith('.exe'),
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        output += text;
        if (show) process.stdout.write(text);
        onText?.(text);
      });
    }
    /** @param {number} code */
    const end = (code) => {
      running.delete(child);
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += error.message;
      end(127);
    });
    // what it started and left behind would keep its output open, and ports and memory with it
    child.once('exit', () => setTimeout(() => signalGroup(child, 'SIGKILL'), 500));
    child.once('close', (code) => end(code ?? 1));
  });
}

let isStopped = false;
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
/** Stops every command that `runCommand` still runs, with what it started; none can be started any more. */
export function stopCommands() {
  isStopped = true;
  for (const child of running) signalGroup(child, 'SIGTERM');
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function signalGroup(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else if (child.pid) process.kill(-child.pid, signal);
  } catch {
    /* nothing is left of it */
  }
}
