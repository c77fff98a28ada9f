import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { groupOf, groups } from './long-groups.mjs';
import { inRoot, root } from './paths.mjs';

/** Where unit tests are; what lies in folders of results is none. */
const places = ['apps', 'packages', 'scripts'];
const results = new Set(['node_modules', '.next', 'generated', 'dist', 'coverage', 'ohif']);

/** @param {string} folder @returns {string[]} `*.long.test.ts` below it, relative to the checkout */
function longFiles(folder) {
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return results.has(entry.name) ? [] : longFiles(file);
    return /\.long\.test\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

/** The long unit tests of one group, or all. @param {number | 'all'} group */
export const longUnitFiles = (group) =>
  places.flatMap(longFiles).filter((file) => group === 'all' || groupOf(file) === group);

/**
 * Which of the long tests this run takes along: the same for one commit, another for the next one; by day where there is
 * no Git. `LONG_GROUP` chooses.
 */
export function groupOfRun() {
  const chosen = Number(process.env['LONG_GROUP']);
  if (Number.isInteger(chosen) && chosen >= 1 && chosen <= groups) return chosen;
  return (serial() % groups) + 1;
}

function serial() {
  try {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number.parseInt(commit.slice(0, 8), 16);
  } catch {
    return Math.floor(Date.now() / 86_400_000);
  }
}
