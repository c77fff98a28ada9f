import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ChangeFeed } from './change-feed.ts';
import type { ChartChange, LiveHub } from './hub.ts';
import { createLiveHub } from './in-process-hub.ts';
import type { RedisConnections } from './redis.ts';
import { isWatched } from './watched-types.ts';

const channel = 'keneyapp:live',
  wakeChannel = 'keneyapp:wake';
const message = z.object({
  from: z.string(),
  change: z.object({
    patientId: z.string(),
    resourceType: z.string(),
    home: z.string(),
    resourceId: z.string(),
    versionId: z.string().nullable(),
    by: z.string().nullable(),
    at: z.string(),
  }),
});

/**
 * Fan-out over several processes: a change told in one reaches the open screens of all. While Redis is away each process
 * still tells its own screens, and looks at the FHIR server by the clock as it always does: changes come later, none is lost.
 */
export function createRedisHub(
  { commands, messages }: Pick<RedisConnections, 'commands' | 'messages'>,
  onError: (error: unknown) => void,
): LiveHub {
  const here = createLiveHub();
  const us = randomUUID();
  messages.on('message', (from: string, text: string) => {
    if (from !== channel) return;
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

/**
 * The FHIR server tells one process that something changed; all of them look. While Redis is away the one that was told
 * looks, the others by the clock.
 */
export function shareWakes(
  { commands, messages }: Pick<RedisConnections, 'commands' | 'messages'>,
  feed: Pick<ChangeFeed, 'wake'>,
  onError: (error: unknown) => void,
): Pick<ChangeFeed, 'wake'> {
  messages.on('message', (from: string, text: string) => {
    if (from === wakeChannel) feed.wake(text.split(',').filter(isWatched));
  });
  messages.subscribe(wakeChannel).catch(onError);
  return {
    wake: (types) => {
      feed.wake(types); // many calls look once
      commands.publish(wakeChannel, types.join(',')).catch(onError);
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
