import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { leftOut } from '@keneyapp/config/left-out';
import { redisProgram } from '@keneyapp/config/testing-redis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCounter } from '../limits/counter.ts';
import type { ChartChange } from './hub.ts';
import { connectRedis, type RedisConnections } from './redis.ts';
import { createRedisHub, shareWakes } from './redis-hub.ts';

const program = redisProgram() ?? '';
const missing = program ? null : 'no redis-server on PATH (Debian: the package redis-server)';

// against a real Redis where there is one; two connections stand for two processes
describe.skipIf(missing)(leftOut('over Redis', missing), () => {
  let server: ChildProcess,
    port = 0,
    one: RedisConnections,
    two: RedisConnections;
  const ignore = () => undefined;
  const start = async () => {
    server = spawn(
      program,
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
      { stdio: 'ignore' },
    );
    await vi.waitFor(() => Promise.all([one.ping(), two.ping()]), { timeout: 10_000 });
    await vi.waitFor(
      () => {
        if (one.messages.status !== 'ready' || two.messages.status !== 'ready') throw new Error('not yet');
      },
      { timeout: 10_000 },
    );
  };
  const stop = () =>
    new Promise((resolve) => {
      server.once('exit', resolve);
      server.kill();
    });

  beforeAll(async () => {
    port = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port: free } = probe.address() as AddressInfo;
        probe.close(() => resolve(free));
      });
    });
    [one, two] = [connectRedis(`redis://127.0.0.1:${port}`), connectRedis(`redis://127.0.0.1:${port}`)];
    await start();
  });
  afterAll(async () => {
    one.close();
    two.close();
    await stop();
  });

  const change = (resourceId: string, versionId: string | null = '1'): ChartChange => ({
    patientId: 'p',
    resourceType: 'Observation',
    home: 'vitals',
    resourceId,
    versionId,
    by: 'medecin',
    at: '2026-01-01T00:00:00Z',
  });
  const heard = (hub: ReturnType<typeof createRedisHub>) => {
    const list: ChartChange[] = [],
      end = new AbortController();
    void (async () => {
      for await (const c of hub.subscribe('p', end.signal)) list.push(c);
    })();
    return { list, end };
  };

  it('a change told in one process reaches the screens of the other, once each, with its author', async () => {
    const [a, b] = [createRedisHub(one, ignore), createRedisHub(two, ignore)];
    const [here, there] = [heard(a), heard(b)];
    await expect
      .poll(() => two.commands.call('PUBSUB', 'NUMSUB', 'keneyapp:live'))
      .toEqual(['keneyapp:live', 2]);
    a.publish(change('o1'));
    a.publish(change('o2', null));
    await expect.poll(() => there.list).toEqual([change('o1'), change('o2', null)]);
    b.publish({ ...change('o1'), by: null }); // the FHIR server reports it to the other process too
    a.publish(change('o3'));
    await expect.poll(() => there.list.length).toBe(3);
    expect(here.list).toEqual([change('o1'), change('o2', null), change('o3')]);
    here.end.abort();
    there.end.abort();
  });

  it('one process is told by the FHIR server, all look', async () => {
    const woken: string[][] = [[], []];
    const feeds = woken.map((list) => ({
      wake: (types: readonly string[]) => {
        list.push(...types);
      },
    }));
    const [a] = [shareWakes(one, feeds[0]!, ignore), shareWakes(two, feeds[1]!, ignore)];
    await expect
      .poll(() => two.commands.call('PUBSUB', 'NUMSUB', 'keneyapp:wake'))
      .toEqual(['keneyapp:wake', 2]);
    a!.wake(['Observation', 'Flag']);
    await expect.poll(() => woken[1]).toEqual(['Observation', 'Flag']);
    expect(woken[0]).toContain('Observation');
  });

  it('a limit holds over both processes, and in each while Redis is away', async () => {
    const counters = [one, two].map(({ commands }) => createCounter(commands));
    const count = async (i: number, amount = 1) =>
      (await counters[i % 2]!.add('somebody', amount, 60_000)).count;
    expect([await count(0), await count(1, 5), await count(0), await count(1)]).toEqual([1, 6, 7, 8]);
    expect((await counters[1]!.add('somebody', 1, 60_000)).resetMs).toBeLessThanOrEqual(60_000);
    await stop();
    expect([await count(0), await count(0), await count(1)]).toEqual([1, 2, 1]);
    await start();
    expect(await count(0)).toBe(1); // a new server knows nothing
  });
});
