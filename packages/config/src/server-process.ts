import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../../..');

export const testSecrets = {
  OIDC_CLIENT_ID: 'keneyapp',
  OIDC_CLIENT_SECRET: 'test-client-secret-0123456789',
  OIDC_SYSTEM_CLIENT_ID: 'keneyapp-system',
  OIDC_SYSTEM_CLIENT_SECRET: 'test-system-secret-0123456789',
  OIDC_BACKGROUND_CLIENT_SECRET: 'test-background-secret-0123456789',
  OIDC_DIRECTORY_CLIENT_SECRET: 'test-directory-secret-0123456789',
  INTERNAL_SECRET: 'test-internal-secret-0123456789-0123456789',
};

interface ServerProcess {
  /** What it said it listens on. */
  address: string;
  /** Resolves once it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Runs a server of ours from its source and resolves once it listens. It sees of the environment what `env` says; `log` is a file for what it says. */
export async function startServer(
  entry: string,
  env: Record<string, string>,
  { cwd = root, log }: { cwd?: string | undefined; log?: string | undefined } = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [entry], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (process.env['TEST_LOG']) child.stdout.pipe(process.stderr);
  if (log) {
    await mkdir(path.dirname(log), { recursive: true });
    child.stdout.pipe(createWriteStream(log));
  }
  return {
    address: await readyLine(child),
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill(signal);
      await gone;
    },
  };
}

/** Resolves with the address of the line `ready <address>`; rejects if the process ends before it. */
function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /^ready (\S+)/m.exec(text);
      if (found?.[1]) resolve(found[1]);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready: ${text}`)));
  });
}

/** Below those that systems give to outgoing connections: one of these would be gone again before a server listens on it. */
const ports = { first: 12_000, end: 32_000 };

/** A loopback port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(ports.first, ports.end);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
