import { startServer } from './server-process.ts';

/** The companion of decision support as a process of its own; `data` is the folder of what importers wrote. */
export async function startTestDecisionSupport(
  data = '/nonexistent',
): Promise<{ url: string; token: string; stop(): Promise<void> }> {
  const token = 'test-decision-support-token-0123456789';
  const { address, end } = await startServer('apps/decision-support/src/server.ts', {
    DECISION_SUPPORT_PORT: '0',
    DECISION_SUPPORT_DATA: data,
    CDS_TOKEN: token,
    LOG_LEVEL: 'error',
  });
  return { url: address, token, stop: () => end('SIGTERM') };
}
