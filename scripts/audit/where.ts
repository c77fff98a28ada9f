import { existsSync, readFileSync } from 'node:fs';
import { createPublicKey, type KeyObject } from 'node:crypto';
import path from 'node:path';
import { signingKey } from '../../apps/bff/src/audit/checkpoint.ts';
import { inRoot } from '../lib/paths.mjs';
import { parseEnv, readProfile } from '../lib/profile.mjs';

export interface Where {
  databaseUrl: string;
  anchorFile: string;
  keys: KeyObject[];
  /** Of a running application of this data folder. */
  internalUrl: string | null;
  /** What its internal listener asks for. */
  internalSecret: string;
}
export interface WhereOptions {
  data?: string | undefined;
  profile?: string | undefined;
  anchor?: string | undefined;
  key?: string[] | undefined;
}

/** The trail to look at: that of this checkout's data folder, of another (`--data`), or of a profile's database. The environment beats both. */
export function findTrail(
  { data, profile, anchor, key = [] }: WhereOptions,
  env: Record<string, string | undefined>,
): Where {
  const dataDir = path.resolve(data ?? env['KENEYAPP_DATA'] ?? inRoot('.data'));
  const read = (name: string): Record<string, string> => {
    const file = path.join(dataDir, name);
    return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  };
  const stack = read('stack.env'),
    port = Number(env['PORT'] ?? 3000);
  const settings: Record<string, string | undefined> = {
    ...read('secrets.env'),
    ...readProfile(profile ?? stack['PROFILE'] ?? 'sandbox', port),
    ...stack,
  };
  for (const name of [
    'DATABASE_URL',
    'DATABASE_MIGRATION_URL',
    'AUDIT_SIGNING_KEY',
    'AUDIT_ANCHOR_FILE',
    'INTERNAL_SECRET',
  ])
    if (env[name]) settings[name] = env[name];
  const url = settings['DATABASE_URL'] ?? 'pglite:';
  const keys = [
    ...(settings['AUDIT_SIGNING_KEY'] ? [signingKey(settings['AUDIT_SIGNING_KEY']).publicKey] : []),
    ...key.map(publicKeyIn),
  ];
  if (keys.length === 0)
    throw new Error(
      `there is no AUDIT_SIGNING_KEY in ${path.join(dataDir, 'secrets.env')} nor in the environment: name the public key with --key`,
    );
  return {
    // an embedded database is in its stack's data folder, whatever folder the profile names
    databaseUrl:
      url.startsWith('pglite:') && !env['DATABASE_URL'] ? `pglite:${path.join(dataDir, 'bff')}` : url,
    anchorFile: path.resolve(
      anchor ?? settings['AUDIT_ANCHOR_FILE'] ?? path.join(dataDir, 'audit-anchors.jsonl'),
    ),
    keys,
    internalUrl: stack['BFF_INTERNAL_URL'] ?? null,
    internalSecret: settings['INTERNAL_SECRET'] ?? '',
  };
}

function publicKeyIn(file: string): KeyObject {
  try {
    return createPublicKey(readFileSync(file));
  } catch (error) {
    throw new Error(
      `${file} holds no public key in PEM: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/** The process that holds an embedded database, or null. */
export function holderOf(databaseUrl: string): number | null {
  const file = `${path.resolve(databaseUrl.slice('pglite:'.length))}.lock`;
  if (!databaseUrl.startsWith('pglite:') || !existsSync(file)) return null;
  const pid = Number(readFileSync(file, 'utf8'));
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? pid : null;
  }
}
