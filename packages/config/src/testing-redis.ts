import { existsSync } from 'node:fs';
import path from 'node:path';

/** The redis-server of this machine; null when there is none (`npm test` installs it where it can: scripts/lib/redis.mjs). */
export function redisProgram(): string | null {
  const folders = [
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    '/usr/bin',
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ];
  return folders.map((folder) => path.join(folder, 'redis-server')).find((file) => existsSync(file)) ?? null;
}
