import { spawn } from 'node:child_process';
import { findNode } from '../run-node.mjs';
import { inRoot } from './paths.mjs';
import { runMain } from './plain-error.mjs';

/** Runs a TypeScript command of this checkout with the arguments of this one, and ends as it ends. @param {string} script */
export const runScript = (script) =>
  runMain(async () => {
    // npm changes into the checkout: paths are those of where the person stands
    const child = spawn(findNode(), [inRoot(script), ...process.argv.slice(2)], {
      stdio: 'inherit',
      cwd: process.env['INIT_CWD'] ?? process.cwd(),
    });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
      process.on(signal, () => {
        if (signal !== 'SIGINT') child.kill(signal);
      }); // Ctrl-C reaches the child from the terminal
    process.exitCode = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
    });
  });
