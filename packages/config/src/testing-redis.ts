import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { freePort } from './server-process.ts';

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

export interface TestRedis {
  url: string;
  /** Started again it knows nothing. Whoever uses it waits until it answers. */
  start(): void;
  stop(): Promise<void>;
}

/** A Redis of a test's own on a free port, that keeps nothing; not started yet. */
export async function testRedis(program: string): Promise<TestRedis> {
  const port = await freePort();
  let server: ChildProcess | null = null;
  return {
    url: `redis://127.0.0.1:${port}`,
    start() {
      const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      server = spawn(program, args, { stdio: 'ignore' });
    },
    stop: () =>
      new Promise((resolve) => {
        if (server === null || server.exitCode !== null || server.signalCode !== null) return resolve();
        server.once('exit', () => resolve());
        server.kill();
      }),
  };
}
