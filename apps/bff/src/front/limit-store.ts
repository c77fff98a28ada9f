import type {
  FastifyRateLimitOptions,
  FastifyRateLimitStore,
  FastifyRateLimitStoreCtor,
} from '@fastify/rate-limit';
import type { Redis } from 'ioredis';

type Answer = (error: Error | null, result?: { current: number; ttl: number }) => void;

/** Counts up and tells how long the window still lasts, in one step. */
const script = `local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {n, redis.call('PTTL', KEYS[1])}`;

/** Keys a process counts by itself while Redis is away. */
const mostCounted = 10_000;

/**
 * Limits that hold over all processes. While Redis is away each process counts for itself: the limit is then per
 * process, but there always is one, and nobody is refused because of it.
 */
export function redisLimitStore(redis: Pick<Redis, 'eval'>): FastifyRateLimitStoreCtor {
  const own = new Map<string, { current: number; until: number }>();

  class Store implements FastifyRateLimitStore {
    readonly #prefix: string;
    constructor(_options: FastifyRateLimitOptions, prefix = 'keneyapp:limit:') {
      this.#prefix = prefix;
    }

    incr(key: string, answer: Answer, timeWindow: number): void {
      const full = this.#prefix + key;
      redis.eval(script, 1, full, timeWindow).then(
        (result) => {
          const [current = 1, ttl = timeWindow] = result as number[];
          answer(null, { current, ttl });
        },
        () => answer(null, count(full, timeWindow)),
      );
    }

    child({
      routeInfo,
    }: Parameters<FastifyRateLimitStore['child']>[0] & {
      routeInfo?: { method?: string | string[]; url?: string };
    }): FastifyRateLimitStore {
      return new Store({}, `${this.#prefix}${String(routeInfo?.method ?? '')}${routeInfo?.url ?? ''}:`);
    }
  }
  return Store;

  function count(key: string, timeWindow: number): { current: number; ttl: number } {
    const now = Date.now();
    const known = own.get(key);
    const entry = known && known.until > now ? known : { current: 0, until: now + timeWindow };
    entry.current += 1;
    own.delete(key); // the oldest come first
    own.set(key, entry);
    const oldest = own.size > mostCounted ? own.keys().next().value : undefined;
    if (oldest !== undefined) own.delete(oldest);
    return { current: entry.current, ttl: entry.until - now };
  }
}
