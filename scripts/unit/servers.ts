import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  startTestBff,
  startTestSandbox,
  type RunningBff,
  type RunningSandbox,
} from '@keneyapp/config/testing';

/**
 * Global set-up of Vitest: keeps one sandbox and one BFF for each worker, started when a test file of that worker first
 * asks (`@keneyapp/config/shared-servers`). Listens on loopback: `/sandbox/<worker>`, `/bff/<worker>`, and `/stop`, with which
 * the coverage (coverage.ts) has the servers write down what they ran before it counts.
 */
export default async function shareServers(): Promise<() => Promise<void>> {
  const sandboxes = new Map<string, Promise<RunningSandbox>>();
  const bffs = new Map<string, Promise<RunningBff>>();
  const coverage = process.env['KENEYAPP_TEST_SERVERS_COVERAGE'];
  const env: Record<string, string> = coverage ? { NODE_V8_COVERAGE: coverage } : {};

  const sandboxOf = (worker: string) => once(sandboxes, worker, () => startTestSandbox({ env }));
  const bffOf = (worker: string) =>
    once(bffs, worker, async () => startTestBff(await sandboxOf(worker), { env }));
  const stop = async () => {
    for (const servers of [bffs, sandboxes]) {
      await Promise.allSettled([...servers.values()].map(async (server) => (await server).stop()));
      servers.clear();
    }
    return {};
  };

  const answers: Record<string, (worker: string) => Promise<object>> = {
    sandbox: sandboxOf,
    bff: bffOf,
    stop,
  };
  const server = createServer((request, response) => {
    const [, what = '', worker = ''] = (request.url ?? '').split('/');
    const answer = answers[what];
    if (!answer) return response.writeHead(404).end();
    answer(worker).then(
      (body) => response.end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env['KENEYAPP_TEST_SERVERS'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async () => {
    await stop();
    server.closeAllConnections();
    server.close();
  };
}

function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key);
  if (known) return known;
  const promise = make();
  made.set(key, promise);
  return promise;
}
