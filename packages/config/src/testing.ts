import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from 'node:net';
import { codeFlow, systemToken, type TokenSet } from './oidc-flow.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export interface RunningSandbox { baseUrl: string; fhirUrl: string; issuer: string; dicomwebUrl: string; dataDir: string; env: Record<string, string>; stop(): Promise<void>; kill(): Promise<void> }

export const testSecrets = {
  OIDC_CLIENT_ID: 'keneyapp', OIDC_CLIENT_SECRET: 'test-client-secret-0123456789',
  OIDC_SYSTEM_CLIENT_ID: 'keneyapp-system', OIDC_SYSTEM_CLIENT_SECRET: 'test-system-secret-0123456789',
};

/**
 * Starts the embedded servers as a process of their own on a free loopback port, with an empty data folder
 * unless `dataDir` is given. Tests reach them over HTTP only. `kill` is SIGKILL and keeps the folder.
 */
export async function startTestSandbox(options: { dataDir?: string; env?: Record<string, string> } = {}): Promise<RunningSandbox> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'keneyapp-sandbox-')));
  // The application's own addresses are registered with the provider before the application runs.
  const [front, internal] = [await freePort(), await freePort()];
  const env = { ...testSecrets, PUBLIC_URL: `http://localhost:${front}`, BFF_INTERNAL_URL: `http://127.0.0.1:${internal}`, SANDBOX_PORT: '0', SANDBOX_DATA: dataDir, ...options.env };
  const child = spawn(process.execPath, ['apps/sandbox/src/server.ts'], { cwd: root, env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  if (process.env['TEST_LOG']) child.stdout.pipe(process.stderr);
  const baseUrl = await readyLine(child);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) { const gone = new Promise((r) => child.once('exit', r)); child.kill(signal); await gone; }
  };
  return {
    baseUrl, dataDir, env, fhirUrl: `${baseUrl}/fhir`, issuer: `${baseUrl}/oidc`, dicomwebUrl: `${baseUrl}/dicom-web`,
    kill: () => end('SIGKILL'),
    stop: async () => { await end('SIGTERM'); if (!options.dataDir) await rm(dataDir, { recursive: true, force: true }); },
  };
}

/** Resolves with the address of the line `ready <address>`; rejects if the process ends before it. */
export function readyLine(child: ChildProcess): Promise<string> {
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

/** A loopback port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}

/** A bearer token of the sandbox's background client: what seed and import use. */
export function sandboxSystemToken(sandbox: RunningSandbox): Promise<string> {
  return systemToken(sandbox.issuer, sandbox.env['OIDC_SYSTEM_CLIENT_ID'] ?? '', sandbox.env['OIDC_SYSTEM_CLIENT_SECRET'] ?? '');
}

/** Tokens of a person of infra/demo/accounts.json, by the real code flow. */
export function sandboxTokens(sandbox: RunningSandbox, username: string): Promise<TokenSet> {
  return codeFlow({ issuer: sandbox.issuer, clientId: sandbox.env['OIDC_CLIENT_ID'] ?? '', clientSecret: sandbox.env['OIDC_CLIENT_SECRET'] ?? '', redirectUri: `${sandbox.env['PUBLIC_URL']}/api/auth/callback/oidc` }, username);
}
