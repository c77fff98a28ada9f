import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { PlainError } from './plain-error.mjs';

/**
 * Settings of a profile: `infra/profiles/<name>.env`, or a file when the name holds a slash.
 * `${PORT}` and `${PORT+1}` are the front door's port and those beside it.
 * @param {string} name @param {number} port @returns {Record<string, string>}
 */
export function readProfile(name, port) {
  const file = /[\\/]/.test(name) ? name : inRoot('infra/profiles', `${name}.env`);
  if (!existsSync(file)) throw new PlainError(`There is no profile ${file}.`);
  return parseEnv(readFileSync(file, 'utf8').replace(/\$\{PORT(?:\+(\d+))?\}/g, (_, plus) => String(port + Number(plus ?? 0))));
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
export const formatEnv = (values) => Object.entries(values).map(([name, value]) => `${name}=${value}\n`).join('');
