import { existsSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './command.mjs';

/**
 * A redis-server to test with: one on PATH, else the system's package on Debian as root (only installed: the service it
 * brings is not started). Answers the executable, or in `missing` why there is none; the tests that need it then say so and are left out.
 * @param {(text: string) => void} note
 * @returns {Promise<{ file: string } | { missing: string }>}
 */
export async function findRedis(note) {
  const first = presentRedis();
  if (first) return { file: first };
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return { missing: 'no redis-server on PATH (Debian: the package redis-server)' };
  note('from the system packages');
  // a package's start script asks policy-rc.d; RUNLEVEL=1 is the answer "not now" where there is none
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await runCommand('apt-get', ['update', '-qq'], { env });
  const { code, output } = await runCommand(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'],
    { env },
  );
  const installed = presentRedis();
  if (installed) return { file: installed };
  return { missing: `no redis-server (apt-get ${code}: ${output.trim().split('\n').at(-1)?.slice(0, 200)})` };
}

/** On PATH, or where systems put it when PATH is short. */
function presentRedis() {
  const folders = [
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    '/usr/bin',
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ];
  return folders.map((folder) => path.join(folder, 'redis-server')).find((file) => existsSync(file)) ?? null;
}
