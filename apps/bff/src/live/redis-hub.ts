import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ChartChange, LiveHub } from './hub.ts';
import { createLiveHub } from './in-process-hub.ts';
import type { RedisConnections } from './redis.ts';

const channel = 'keneyapp:live';
const message = z.object({
  from: z.string(),
  change: z.object({ patientId: z.string(), resourceType: z.string(), resourceId: z.string(), versionId: z.string().nullable(), by: z.string().nullable(), at: z.string() }),
});

/**
 * Fan-out over several processes: a change told in one reaches the open screens of all. While Redis is away each process
 * still tells its own screens, and looks at the FHIR server by the clock as it always does: changes come later, none is lost.
 */
export function createRedisHub({ commands, messages }: Pick<RedisConnections, 'commands' | 'messages'>, onError: (error: unknown) => void): LiveHub {
  const here = createLiveHub();
  const us = randomUUID();
  messages.on('message', (_channel: string, text: string) => {
    const parsed = message.safeParse(parse(text));
    if (parsed.success && parsed.data.from !== us) here.publish(parsed.data.change);
  });
  messages.subscribe(channel).catch(onError);
  return {
    publish(change: ChartChange) {
      here.publish(change);
      commands.publish(channel, JSON.stringify({ from: us, change })).catch(onError);
    },
    subscribe: (patientId, signal) => here.subscribe(patientId, signal),
    watched: () => here.watched(),
  };
}

function parse(text: string): unknown { try { return JSON.parse(text); } catch { return null; } }
