import { startServer } from './server-process.ts';

/** The simulator of INSi (docs/insi.md) as a process of its own; `env` is what a BFF needs to ask it. */
export async function startTestInsi(): Promise<{
  env: { INSI_URL: string; INSI_TOKEN: string };
  stop(): Promise<void>;
}> {
  const INSI_TOKEN = 'test-insi-token-0123456789';
  const { address, end } = await startServer('scripts/companions/server.ts', {
    COMPANIONS: 'insi',
    INSI_TOKEN,
  });
  return { env: { INSI_URL: `${address}/insi`, INSI_TOKEN }, stop: () => end('SIGTERM') };
}
