import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Below a data folder: servers with users of their own work in these and see to their rights themselves. */
const ofOthers = ['engines', 'tools'];

/**
 * A data folder that nobody but its owner looks into. Started by root, the engines' servers have users of their own, who
 * must get through it to what is theirs. @param {string} folder
 */
export function privateFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const isPassed = process.getuid?.() === 0 && readdirSync(folder).includes('engines');
  chmodSync(folder, isPassed ? 0o711 : 0o700);
}

/**
 * Takes the rights of others from what lies in a data folder: PGlite gives the files of a new database to everybody,
 * whatever the process's mask says. @param {string} folder
 */
export function keepPrivate(folder) {
  for (const name of readdirSync(folder))
    if (!ofOthers.includes(name)) closeToOthers(path.join(folder, name));
}

/** @param {string} file */
function closeToOthers(file) {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found || found.isSymbolicLink()) return;
  try {
    if (found.mode & 0o077) chmodSync(file, found.mode & 0o700);
    if (found.isDirectory()) for (const name of readdirSync(file)) closeToOthers(path.join(file, name));
  } catch (error) {
    // gone meanwhile, or somebody else's: then it is theirs to close
    if (!(error instanceof Error && 'code' in error && ['ENOENT', 'EPERM'].includes(String(error.code))))
      throw error;
  }
}
