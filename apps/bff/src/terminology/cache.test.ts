import { leftOut } from '@keneyapp/config/left-out';
import { redisProgram, testRedis, type TestRedis } from '@keneyapp/config/testing-redis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectRedis, type RedisConnections } from '../limits/redis.ts';
import { TerminologyCache } from './cache.ts';

const program = redisProgram() ?? '';
const missing = program ? null : 'no redis-server on PATH (Debian: the package redis-server)';

/** A terminology server whose answers tell how often it was asked. */
function server() {
  let asked = 0;
  return { ask: () => Promise.resolve({ answer: (asked += 1) }), asked: () => asked };
}

describe('in one process', () => {
  it('what was answered is not asked again, of another release it is, and that there is nothing is never kept', async () => {
    const cache = new TerminologyCache(null);
    const { ask } = server();
    expect(await cache.get('2025', 'lookup I10', ask)).toEqual({ answer: 1 });
    expect(await cache.get('2025', 'lookup I10', ask)).toEqual({ answer: 1 });
    expect(await cache.get('2026', 'lookup I10', ask)).toEqual({ answer: 2 });
    const none = vi.fn(() => Promise.resolve(null));
    await cache.get('2026', 'lookup X', none);
    await cache.get('2026', 'lookup X', none);
    expect(none).toHaveBeenCalledTimes(2);
  });
});

// against a real Redis where there is one; two connections stand for two processes
describe.skipIf(missing)(leftOut('over Redis', missing), () => {
  let redis: TestRedis, connections: RedisConnections[];
  /** The caches of two processes that have just started. */
  const fresh = () => connections.map(({ commands }) => new TerminologyCache(commands));
  const start = async () => {
    redis.start();
    await vi.waitFor(() => Promise.all(connections.map((one) => one.ping())), { timeout: 10_000 });
  };

  beforeAll(async () => {
    redis = await testRedis(program);
    connections = [connectRedis(redis.url), connectRedis(redis.url)];
    await start();
  });
  afterAll(async () => {
    for (const one of connections) one.close();
    await redis.stop();
  });

  it('what one process was answered the other does not ask; of a new release both ask anew', async () => {
    const [one, two] = fresh();
    const { ask, asked } = server();
    expect(await one?.get('cim-10 2025', 'lookup I10', ask)).toEqual({ answer: 1 });
    expect(await two?.get('cim-10 2025', 'lookup I10', ask)).toEqual({ answer: 1 });
    expect(await two?.get('cim-10 2026', 'lookup I10', ask)).toEqual({ answer: 2 });
    expect(await one?.get('cim-10 2026', 'lookup I10', ask)).toEqual({ answer: 2 });
    expect(asked()).toBe(2);
  });

  it('neither codes nor words stand in its keys, and every answer ends some day', async () => {
    await fresh()[0]?.get('cim-10 2025', 'filter douleur du flanc', server().ask);
    const commands = connections[0]?.commands;
    const keys = (await commands?.keys('*')) ?? [];
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join()).not.toMatch(/douleur|flanc|I10/);
    for (const key of keys) expect(await commands?.ttl(key)).toBeGreaterThan(0);
  });

  it('what is no answer of ours is asked again', async () => {
    const { ask } = server();
    const commands = connections[0]?.commands;
    await commands?.flushall();
    await fresh()[0]?.get('r', 'lookup A', ask);
    const [key = ''] = (await commands?.keys('*')) ?? [];
    await commands?.set(key, 'not JSON');
    expect(await fresh()[1]?.get('r', 'lookup A', ask)).toEqual({ answer: 2 });
  });

  it('while Redis is away each process goes on for itself, and shares again when it is back', async () => {
    const [one, two] = fresh();
    const { ask } = server();
    await redis.stop();
    expect(await one?.get('r', 'lookup B', ask)).toEqual({ answer: 1 });
    expect(await one?.get('r', 'lookup B', ask)).toEqual({ answer: 1 });
    expect(await two?.get('r', 'lookup B', ask)).toEqual({ answer: 2 });
    await start();
    expect(await one?.get('r', 'lookup C', ask)).toEqual({ answer: 3 });
    expect(await two?.get('r', 'lookup C', ask)).toEqual({ answer: 3 });
  });
});
