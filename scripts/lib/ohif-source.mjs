// What the preparation of the OHIF viewer changes in its published source: exact pieces of text, each found once in one
// file, or the preparation stops. Nothing is parsed and nothing guessed.
import { access } from './ohif-access.mjs';
import { drawing } from './ohif-drawing.mjs';
import { panels } from './ohif-panels.mjs';

/** @typedef {import('./ohif-replacement.mjs').Replacement} Replacement */

/** @type {Replacement[]} */
const replacements = [...drawing, ...access, ...panels];

/** The source of one file with its replacements. @param {string} name @param {string} source @param {string} version */
export function changed(name, source, version) {
  for (const { file, from, to, why } of replacements) {
    if (!file.test(name)) continue;
    if (source.split(from).length !== 2)
      throw new Error(`@ohif/app ${version} is written in another way than expected (${why}): ${from}`);
    source = source.replace(from, () => to);
  }
  return source;
}

/** Every replacement has its file, and one alone. @param {Iterable<string>} names @param {string} version */
export function checkFiles(names, version) {
  const all = [...names];
  for (const { file, why } of replacements)
    if (all.filter((name) => file.test(name)).length !== 1)
      throw new Error(`@ohif/app ${version} has other files than expected (${why}): ${file}`);
}
