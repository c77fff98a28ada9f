import { Redis } from 'ioredis';

export interface RedisConnections {
  /** Commands; they fail at once while the server is away, so that nobody waits for it. */
  commands: Redis;
  /** A connection that only listens; it subscribes again by itself. */
  messages: Redis;
  ping(): Promise<void>;
  close(): void;
}

/** What BFF processes share that need not last: counters of limits and word of changes. `redis://` or, with TLS, `rediss://`. */
export function connectRedis(url: string): RedisConnections {
  const retryStrategy = (attempt: number) => Math.min(attempt * 100, 2_000);
  const commands = new Redis(url, {
    retryStrategy,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 500,
    connectTimeout: 2_000,
  });
  const messages = new Redis(url, { retryStrategy, maxRetriesPerRequest: null, connectTimeout: 2_000 });
  // a lost connection is opened again; who needs it meanwhile learns of it from the command
  for (const connection of [commands, messages]) connection.on('error', () => undefined);
  return {
    commands,
    messages,
    ping: async () => {
      await commands.ping();
    },
    close: () => {
      commands.disconnect();
      messages.disconnect();
    },
  };
}
