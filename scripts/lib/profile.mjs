import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { PlainError } from './plain-error.mjs';

/**
 * Settings of a profile: `infra/profiles/<name>.env`, or a file when the name holds a slash.
 * `${PORT}` and `${PORT+1}` are the front door's port and those beside it, `${ENGINES_PORT}` the same of the engines.
 * `ENGINES=native` takes what only running engines know (secrets, ports) from them.
 * @param {string} name @param {number} port @returns {Record<string, string>}
 */
export function readProfile(name, port) {
  const file = /[\\/]/.test(name) ? name : inRoot('infra/profiles', `${name}.env`);
  if (!existsSync(file)) throw new PlainError(`There is no profile ${file}.`);
  const text = readFileSync(file, 'utf8');
  const engines = parseEnv(text)['ENGINES'] === 'native' ? ofEngines(port) : {};
  /** @type {Record<string, number>} */
  const first = { PORT: port, ENGINES_PORT: Number(engines['ENGINES_PORT'] ?? 8080) };
  return {
    ...parseEnv(
      text.replace(/\$\{((?:ENGINES_)?PORT)(?:\+(\d+))?\}/g, (_, name, plus) =>
        String((first[name] ?? 0) + Number(plus ?? 0)),
      ),
    ),
    ...engines,
  };
}

/** @param {number} port of the front door: Keycloak and nginx know the application there @returns {Record<string, string>} */
function ofEngines(port) {
  const { PORT: known, ...settings } = knownEngines();
  if (known === undefined)
    throw new PlainError('The engines of this profile were never started here: npm run engines -- up');
  if (known !== String(port))
    throw new PlainError(
      `The engines were set up for an application on port ${known}: PORT=${known} npm run demo, or PORT=${port} npm run engines -- up`,
    );
  return settings;
}

/** What the engines of this checkout said of themselves when they were last started; empty when they never were. @returns {Record<string, string>} */
export function knownEngines() {
  const file = inRoot('.data/engines/profile.env');
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}

/** `NAME=value` lines; `#` starts a comment line; quotes around a value are dropped. @param {string} text @returns {Record<string, string>} */
export function parseEnv(text) {
  /** @type {Record<string, string>} */
  const values = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match?.[1]) values[match[1]] = (match[2] ?? '').replace(/^(["'])(.*)\1$/, '$2');
  }
  return values;
}

/** @param {Record<string, string>} values */
export const formatEnv = (values) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
