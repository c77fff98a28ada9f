import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';

/** Folders that hold results, never sources. */
const skipped = new Set(['node_modules', '.next', '.turbo', 'generated', 'dist', 'coverage']);

/**
 * SHA-256 over the names and contents of files and folders of the checkout; what is missing counts as missing.
 * @param {string[]} sources paths relative to the checkout
 * @param {(file: string) => boolean} [keep]
 */
export function hashSources(sources, keep = () => true) {
  const hash = createHash('sha256');
  for (const source of [...sources].sort()) {
    for (const file of filesOf(source)) {
      if (keep(file))
        hash
          .update(`${file}\0`)
          .update(readFileSync(inRoot(file)))
          .update('\0');
    }
  }
  return hash.digest('hex');
}

/** @param {string} source @returns {string[]} files below it, sorted, relative to the checkout */
function filesOf(source) {
  if (!existsSync(inRoot(source))) return [];
  if (!statSync(inRoot(source)).isDirectory()) return [source];
  return readdirSync(inRoot(source), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      skipped.has(entry.name)
        ? []
        : entry.isDirectory()
          ? filesOf(path.posix.join(source, entry.name))
          : [path.posix.join(source, entry.name)],
    );
}

/** Whether a step's stamp file says it was done for these sources. @param {string} stamp @param {string} hash */
export const isStamped = (stamp, hash) =>
  existsSync(inRoot(stamp)) && readFileSync(inRoot(stamp), 'utf8').trim() === hash;

/** @param {string} stamp @param {string} hash */
export function writeStamp(stamp, hash) {
  mkdirSync(path.dirname(inRoot(stamp)), { recursive: true });
  writeFileSync(inRoot(stamp), `${hash}\n`);
}
