import type { RunningBff, RunningSandbox } from './testing.ts';

/** What `scripts/unit/servers.ts` answers: a running server without the functions. */
type Described<T> = Omit<T, 'stop' | 'kill'>;
const notYours = (): never => {
  throw new Error(
    'a shared server is not to be killed: start one of your own (startTestSandbox, startTestBff)',
  );
};

/**
 * The embedded servers of this Vitest worker, started when the first file asks and used by one file after the other.
 * For files that leave accounts as they are, look at records of their own only (ids nobody else has) and need no
 * setting or restart; all others start their own with `startTestSandbox`. `stop` does nothing.
 */
export const sharedSandbox = (): Promise<RunningSandbox> => ask<RunningSandbox>('sandbox');

/** The BFF on `sharedSandbox`, under the same conditions. */
export const sharedBff = (): Promise<RunningBff> => ask<RunningBff>('bff');

async function ask<T extends { stop(): Promise<void>; kill(): Promise<void> }>(what: string): Promise<T> {
  const address = process.env['KENEYAPP_TEST_SERVERS'];
  if (!address) throw new Error('shared servers are those of a Vitest run (globalSetup of vitest.config.ts)');
  const response = await fetch(`${address}/${what}/${process.env['VITEST_POOL_ID'] ?? '1'}`);
  if (!response.ok) throw new Error(`the shared ${what} does not start: ${await response.text()}`);
  const described = (await response.json()) as Described<T>;
  return { ...described, stop: async () => undefined, kill: notYours } as unknown as T;
}
