import { leftOut } from '@keneyapp/config/left-out';
import { redisProgram, testRedis, type TestRedis } from '@keneyapp/config/testing-redis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCounter } from './counter.ts';
import { connectRedis, type RedisConnections } from './redis.ts';

const program = redisProgram() ?? '';
const missing = program ? null : 'no redis-server on PATH (Debian: the package redis-server)';

// against a real Redis where there is one; two connections stand for two processes
describe.skipIf(missing)(leftOut('over Redis', missing), () => {
  let redis: TestRedis, one: RedisConnections, two: RedisConnections;
  const start = async () => {
    redis.start();
    await vi.waitFor(() => Promise.all([one.ping(), two.ping()]), { timeout: 10_000 });
  };

  beforeAll(async () => {
    redis = await testRedis(program);
    [one, two] = [connectRedis(redis.url), connectRedis(redis.url)];
    await start();
  });
  afterAll(async () => {
    one.close();
    two.close();
    await redis.stop();
  });

  it('a limit holds over both processes, and in each while Redis is away', async () => {
    const counters = [one, two].map(({ commands }) => createCounter(commands));
    const count = async (i: number, amount = 1) =>
      (await counters[i % 2]!.add('somebody', amount, 60_000)).count;
    expect([await count(0), await count(1, 5), await count(0), await count(1)]).toEqual([1, 6, 7, 8]);
    expect((await counters[1]!.add('somebody', 1, 60_000)).resetMs).toBeLessThanOrEqual(60_000);
    await redis.stop();
    expect([await count(0), await count(0), await count(1)]).toEqual([1, 2, 1]);
    await start();
    expect(await count(0)).toBe(1); // a new server knows nothing
  });
});
