import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { inRoot } from './paths.mjs';

/**
 * What was downloaded and built (OPA, HAPI, Helm …), each under its version or the hash of its sources: kept from run to
 * run and shared by every checkout of this person. In the checkout where the home folder cannot be written to.
 */
export function toolsDir() {
  const own = process.env['KENEYAPP_TOOLS'];
  if (own) return own;
  const shared = path.join(
    process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'),
    'keneyapp',
    'tools',
  );
  try {
    mkdirSync(shared, { recursive: true, mode: 0o700 });
    accessSync(shared, constants.W_OK);
    return shared;
  } catch {
    return inRoot('.data/tools');
  }
}
