import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

/**
 * Tells git of `.githooks`, in a checkout whose owner has not chosen hooks already. @param {string} [folder]
 * @returns {boolean} whether it did
 */
export function useHooks(folder = root) {
  const git = (/** @type {string[]} */ ...args) => spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  if (!existsSync(path.join(folder, '.git')) || !existsSync(path.join(folder, '.githooks'))) return false;
  if (git('config', '--get', 'core.hooksPath').status !== 1) return false; // 1: it is not set
  const own = path.resolve(folder, git('rev-parse', '--git-path', 'hooks').stdout.trim());
  if (existsSync(own) && readdirSync(own).some((name) => !name.endsWith('.sample'))) return false;
  return git('config', 'core.hooksPath', '.githooks').status === 0;
}
