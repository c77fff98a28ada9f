import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { parseEnv, readProfile } from '../lib/profile.mjs';
import { readSettings, type ConnectionSettings } from '../wire/connection.ts';

/** `token` null: that of our own servers; it goes to no other origin, which gets the one that is configured for it, or '' for none. */
export interface TerminologyAddress {
  url: string;
  token: string | null;
}

/**
 * Where to load: the stack that `npm run demo` runs in this checkout (it leaves its addresses in `.data/stack.env`), or a
 * profile. Secrets come from `.data/secrets.env`; a setting in the environment beats both, for servers of one's own.
 */
export function findServers(
  profile: string | undefined,
  env: Record<string, string | undefined>,
): { settings: ConnectionSettings; dataDir: string; terminology: TerminologyAddress } {
  const dataDir = path.resolve(env['KENEYAPP_DATA'] ?? inRoot('.data')),
    stack = path.join(dataDir, 'stack.env'),
    secrets = path.join(dataDir, 'secrets.env');
  const read = (file: string): Record<string, string> =>
    existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const own = Object.fromEntries(
    [
      'OIDC_ISSUER',
      'OIDC_SYSTEM_CLIENT_ID',
      'OIDC_SYSTEM_CLIENT_SECRET',
      'FHIR_URL',
      'DICOMWEB_URL',
      'TERMINOLOGY_URL',
      'TERMINOLOGY_TOKEN',
    ].flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  if (profile === undefined && !existsSync(stack) && !own['FHIR_URL'])
    throw new Error(
      'no stack of this checkout is running: start it with "npm run demo", or name another with --profile',
    );
  const addresses = profile === undefined ? read(stack) : readProfile(profile, Number(env['PORT'] ?? 3000));
  const all = { ...read(secrets), ...addresses, ...own };
  const settings = readSettings(all);
  const url = all['TERMINOLOGY_URL'] ?? settings.FHIR_URL;
  const isOwn = new URL(url).origin === new URL(settings.FHIR_URL).origin;
  const token = url === settings.FHIR_URL ? null : (all['TERMINOLOGY_TOKEN'] ?? (isOwn ? null : ''));
  return { settings, dataDir, terminology: { url, token } };
}
