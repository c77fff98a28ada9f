import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatEnv, parseEnv } from './profile.mjs';

/** @type {Record<string, () => string>} */
const kinds = {
  OIDC_CLIENT_SECRET: () => randomBytes(32).toString('base64url'),
  OIDC_SYSTEM_CLIENT_SECRET: () => randomBytes(32).toString('base64url'),
  OIDC_BACKGROUND_CLIENT_SECRET: () => randomBytes(32).toString('base64url'),
  OIDC_DIRECTORY_CLIENT_SECRET: () => randomBytes(32).toString('base64url'),
  NEXTAUTH_SECRET: () => randomBytes(32).toString('base64url'),
  /** What the application shows the server of decision support. */
  CDS_TOKEN: () => randomBytes(32).toString('base64url'),
  INTERNAL_SECRET: () => randomBytes(32).toString('base64url'),
  /** 32 bytes, base64: what apps/bff/src/env.ts asks for. */
  DATA_KEY: () => randomBytes(32).toString('base64'),
  AUDIT_SIGNING_KEY: () => randomBytes(32).toString('base64'),
};

/**
 * Secrets of one data folder, made on first use and kept in `secrets.env`, readable by its owner alone.
 * @param {string} dataDir @returns {Record<string, string>}
 */
export function readSecrets(dataDir) {
  const file = path.join(dataDir, 'secrets.env');
  const known = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const values = Object.fromEntries(
    Object.entries(kinds).map(([name, make]) => [name, known[name] || make()]),
  );
  if (Object.keys(values).some((name) => !known[name]))
    writeFileSync(file, formatEnv({ ...known, ...values }), { mode: 0o600 });
  chmodSync(file, 0o600);
  return { ...known, ...values };
}
