import { startServer } from './server-process.ts';

/** Decision support as a process of its own; `data` is the folder of what importers wrote, `env` what a BFF needs to ask it. */
export async function startTestDecisionSupport(
  data = '/nonexistent',
): Promise<{
  url: string;
  token: string;
  env: { CDS_SERVICES: string; CDS_TOKEN: string };
  stop(): Promise<void>;
}> {
  const token = 'test-decision-support-token-0123456789';
  const { address, end } = await startServer('apps/decision-support/src/server.ts', {
    DECISION_SUPPORT_PORT: '0',
    DECISION_SUPPORT_DATA: data,
    CDS_TOKEN: token,
    LOG_LEVEL: 'error',
  });
  const env = { CDS_SERVICES: address, CDS_TOKEN: token };
  return { url: address, token, env, stop: () => end('SIGTERM') };
}
