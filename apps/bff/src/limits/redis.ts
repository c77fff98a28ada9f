import { Redis } from 'ioredis';

export interface RedisConnections {
  /** Commands; they fail at once while the server is away, so that nobody waits for it. */
  commands: Redis;
  ping(): Promise<void>;
  close(): void;
}

/** What BFF processes share that need not last: counters of limits. `redis://` or, with TLS, `rediss://`. */
export function connectRedis(url: string): RedisConnections {
  const retryStrategy = (attempt: number) => Math.min(attempt * 100, 2_000);
  const commands = new Redis(url, {
    retryStrategy,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 500,
    connectTimeout: 2_000,
  });
  // a lost connection is opened again; who needs it meanwhile learns of it from the command
  commands.on('error', () => undefined);
  return {
    commands,
    ping: async () => {
      await commands.ping();
    },
    close: () => {
      commands.disconnect();
    },
  };
}
