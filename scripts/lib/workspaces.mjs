// The workspaces as package.json and their own manifests tell them, so that no list has to be kept beside it. Uses Node's
// own modules alone: set-up asks before anything is installed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {{ isDeployed?: boolean }} [keneyapp] our own: an app with `isDeployed: false` never runs in a hospital
 */

/** @param {string} place folder, relative to the checkout @returns {Manifest} */
export const manifestOf = (place) => JSON.parse(readFileSync(inRoot(place, 'package.json'), 'utf8'));

/** Folders of all workspaces, relative to the checkout (`apps/bff`), sorted. Patterns are `folder/*` or a folder. @returns {string[]} */
export function workspaces() {
  /** @type {{ workspaces: string[] }} */
  const { workspaces: patterns } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return patterns
    .flatMap((pattern) =>
      pattern.endsWith('/*')
        ? readdirSync(inRoot(pattern.slice(0, -2))).map((name) => `${pattern.slice(0, -2)}/${name}`)
        : [pattern],
    )
    .filter((place) => existsSync(inRoot(place, 'package.json')))
    .sort();
}

/** Programs: `apps/bff`. */
export const apps = () => workspaces().filter((place) => place.startsWith('apps/'));

/** Names of the programs that run in a hospital: each has an image, a component of the chart and a service of compose. */
export const deployedApps = () =>
  apps()
    .filter((place) => manifestOf(place).keneyapp?.isDeployed !== false)
    .map((place) => path.posix.basename(place));

/** Folders whose sources are checked for types: the workspaces, and what stands beside them. */
export const typedFolders = () => [...workspaces(), 'e2e', 'scripts'];

/**
 * Files and folders that a workspace is built from: itself, the packages it depends on and what these depend on. Of another
 * app only its schemas come in, with what they import; whatever else it exports are types.
 * @param {string} place @returns {string[]}
 */
export function builtFrom(place) {
  const placeOf = new Map(workspaces().map((other) => [manifestOf(other).name, other]));
  const found = new Set([place]);
  // what is added on the way is visited too
  for (const folder of found) {
    if (!existsSync(inRoot(folder, 'package.json'))) continue;
    for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
      const other = placeOf.get(name);
      if (other?.startsWith('packages/')) found.add(other);
      else if (other) for (const file of withImports(schemasOf(other))) found.add(file);
    }
  }
  return [...found].sort();
}

/** @param {string} app @returns {string[]} */
function schemasOf(app) {
  const features = `${app}/src/features`;
  if (!existsSync(inRoot(features))) return [];
  return readdirSync(inRoot(features))
    .map((feature) => `${features}/${feature}/schema.ts`)
    .filter((file) => existsSync(inRoot(file)));
}

/** Files and whatever they import as values from beside them, to the end. @param {string[]} files @returns {Set<string>} */
function withImports(files) {
  const found = new Set(files);
  for (const file of found) {
    const text = readFileSync(inRoot(file), 'utf8');
    for (const [, from = ''] of text.matchAll(/^(?:import|export)(?! type\b)[^;']*? from '(\.[^']+)';/gm))
      found.add(path.posix.join(path.posix.dirname(file), from));
  }
  return found;
}
