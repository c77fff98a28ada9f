import { findNode } from '../run-node.mjs';
import { runCommand } from './command.mjs';
import { inRoot } from './paths.mjs';
import { oneCheck } from './test-reports.mjs';
import { typedFolders } from './workspaces.mjs';

/** @typedef {import('./test-reports.mjs').Found} Found @typedef {import('./test-lanes.mjs').Work} Work */

/** Nothing that the tools send anywhere. */
const quiet = { TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
/** @param {string} file */
export const inModules = (file) => inRoot('node_modules', file);
/** @param {string[]} args @param {{ env?: Record<string, string>, cwd?: string, onText?: (text: string) => void, show?: boolean }} [options] */
export const node = (args, { env = {}, ...options } = {}) =>
  runCommand(findNode(), args, { ...options, env: { ...process.env, ...quiet, ...env } });

/** A command that is one check: it passes with status 0. @param {string[]} args @returns {Work} */
const command = (args) => async (print) => oneCheck((await node(args, { onText: print })).code === 0);

export const lint = command([inModules('eslint/bin/eslint.js'), '.', '--max-warnings', '0']);
/** An npm script of this checkout, by its name. @param {string} name @returns {Work} */
export const script = (name) => async (print) => {
  const cli = process.env['npm_execpath'];
  const [file, args] = cli ? [process.env['npm_node_execpath'] ?? process.execPath, [cli]] : ['npm', []];
  const { code } = await runCommand(file, [...args, 'run', '--silent', name], {
    env: { ...process.env, ...quiet },
    onText: print,
  });
  return oneCheck(code === 0);
};

/** Each workspace is one check. @type {Work} */
export async function types(print) {
  // the route types and next-env.d.ts that the web's own types build on
  const { code } = await node([inModules('next/dist/bin/next'), 'typegen'], {
    cwd: inRoot('apps/web'),
    onText: print,
  });
  /** @type {Found} */
  const found = oneCheck(code === 0, code === 0 ? [] : ['failed: next typegen']);
  // a program each: what one workspace adds to the types of a library must not be there for another
  for (const workspace of typedFolders()) {
    const args = ['--noEmit', '--pretty', 'false', '-p', workspace];
    const result = await node([inModules('typescript-native/bin/tsc'), ...args]);
    if (result.code === 0) found.passed += 1;
    else {
      found.failed += 1;
      found.lines.push(`failed: ${workspace}`, ...result.output.trim().split('\n'));
    }
  }
  return found;
}
