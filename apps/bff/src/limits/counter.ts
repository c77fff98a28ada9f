import type { Redis } from 'ioredis';

/** What was counted under a key in its window, and how long the window still lasts. */
export interface Counted {
  count: number;
  resetMs: number;
}
/** Counts in windows of fixed length: the first that is counted under a key opens its window. */
export interface Counter {
  add(key: string, amount: number, windowMs: number): Promise<Counted>;
}

/** Counts up and tells how long the window still lasts, in one step. */
const script = `local n = redis.call('INCRBY', KEYS[1], ARGV[1])
local ttl = redis.call('PTTL', KEYS[1])
if ttl < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  ttl = tonumber(ARGV[2])
end
return {n, ttl}`;

/** Keys a process counts by itself. */
const maxCounted = 50_000;

/**
 * Counts that hold over all processes, by Redis. Without it, and while it is away, each process counts for itself: the
 * limit is then per process, but there always is one, and nobody is refused because of it.
 */
export function createCounter(redis: Pick<Redis, 'eval'> | null): Counter {
  const own = new Map<string, { count: number; until: number }>();
  return {
    add: async (key, amount, windowMs) => {
      if (!redis) return addOwn(key, amount, windowMs);
      try {
        const answer = (await redis.eval(script, 1, `keneyapp:limit:${key}`, amount, windowMs)) as number[];
        const [count = amount, resetMs = windowMs] = answer;
        return { count, resetMs };
      } catch {
        return addOwn(key, amount, windowMs);
      }
    },
  };

  function addOwn(key: string, amount: number, windowMs: number): Counted {
    const now = Date.now();
    const known = own.get(key);
    const entry = known && known.until > now ? known : { count: 0, until: now + windowMs };
    entry.count += amount;
    own.delete(key); // the one that was not asked for the longest comes first
    own.set(key, entry);
    const oldest = own.size > maxCounted ? own.keys().next().value : undefined;
    if (oldest !== undefined) own.delete(oldest);
    return { count: entry.count, resetMs: entry.until - now };
  }
}
