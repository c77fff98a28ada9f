import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Subscription } from '@medplum/fhirtypes';
import type { FastifyInstance } from 'fastify';
import type { ChangeFeed } from './change-feed.ts';
import { isWatched, watchedNames, type WatchedName } from './watched-types.ts';

/** Subscriptions of a process that is gone end by themselves. */
const lifeMs = 24 * 3_600_000;
/** With working notifications the clock is only a safety net; without them it is all there is. */
const calmMs = 60_000;
const aloneMs = 5_000;

export interface LiveFeedOptions {
  fhir: FhirClient;
  feed: ChangeFeed;
  /** Where the FHIR server calls us. */
  hookUrl: string;
  /** Others are called there too: the subscriptions stay when this process stops. */
  isShared: boolean;
  dataKey: string;
  onError: (error: unknown) => void;
}

/** Path of the internal listener that the FHIR server calls: `/live/fhir/<type>`. */
const hookPath = '/live/fhir';

/** Only the FHIR server knows it; made from DATA_KEY, so that it is the same after a restart and needs no setting. */
export function hookSecret(dataKey: string): string {
  return createHmac('sha256', Buffer.from(dataKey, 'base64'))
    .update('keneyapp live hook')
    .digest('base64url');
}

/** Where the FHIR server says that something changed. It sends no content; what changed is read with our own rights. */
export function liveHook(
  app: FastifyInstance,
  /** The first one writes the subscriptions; those of an older key are told until they are written again. */
  { feed, dataKeys }: { feed: Pick<ChangeFeed, 'wake'>; dataKeys: readonly string[] },
): void {
  const expected = dataKeys.map((key) => Buffer.from(`Bearer ${hookSecret(key)}`));
  void app.register(async (scope) => {
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 1024 }, (_request, _body, done) =>
      done(null, null),
    );
    scope.route<{ Params: { type: string } }>({
      method: ['POST', 'PUT'],
      url: `${hookPath}/:type`,
      handler: async (request, reply) => {
        const given = Buffer.from(request.headers.authorization ?? '');
        if (!expected.some((one) => given.length === one.length && timingSafeEqual(given, one)))
          return reply.code(401).send({ error: 'unknown caller', requestId: request.id });
        if (!isWatched(request.params.type))
          return reply.code(404).send({ error: 'not found', requestId: request.id });
        feed.wake([request.params.type]);
        return reply.code(204).send();
      },
    });
  });
}

/** Keeps one rest-hook Subscription per type alive and looks by the clock as well. `stop` leaves the FHIR server tidy. */
export function startLiveFeed({ fhir, feed, hookUrl, isShared, dataKey, onError }: LiveFeedOptions): {
  stop(): Promise<void>;
} {
  const owner = createHash('sha256').update(hookUrl).digest('hex').slice(0, 12);
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let isSubscribed = false;
  const turn = async (): Promise<void> => {
    isSubscribed = await renew({ fhir, owner, hookUrl, dataKey }).catch((error: unknown) => {
      onError(error);
      return false;
    });
    await feed.look();
    if (!stopped) timer = setTimeout(() => void turn(), isSubscribed ? calmMs : aloneMs).unref();
  };
  void turn();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await atMost(feed.stop());
      if (!isSubscribed || isShared) return;
      const off = watchedNames.map((type) => ({
        ...subscription({ owner, hookUrl, dataKey }, type),
        status: 'off' as const,
      }));
      const told = fhir.transaction({
        resourceType: 'Bundle',
        type: 'batch',
        entry: off.map((s) => ({ resource: s, request: { method: 'PUT', url: `Subscription/${s.id}` } })),
      });
      // whoever stops does not wait for a server that is stopping too; the subscriptions end by themselves
      await atMost(told);
    },
  };
}

/** Failed or not, for a moment. */
const atMost = (work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 1_500).unref())]);

interface Owner {
  owner: string;
  hookUrl: string;
  dataKey: string;
}

function subscription({ owner, hookUrl, dataKey }: Owner, type: WatchedName): Subscription & { id: string } {
  return {
    resourceType: 'Subscription',
    id: `keneya-live-${owner}-${type.toLowerCase()}`,
    status: 'requested',
    reason: 'Open charts follow changes',
    criteria: `${type}?`,
    end: new Date(Date.now() + lifeMs).toISOString(),
    channel: {
      type: 'rest-hook',
      endpoint: `${hookUrl.replace(/\/$/, '')}${hookPath}/${type}`,
      header: [`Authorization: Bearer ${hookSecret(dataKey)}`],
    },
  };
}

/** Writes what is missing, ended, switched off or failed. True when all are active or about to be. */
async function renew({ fhir, ...owner }: Owner & { fhir: FhirClient }): Promise<boolean> {
  const wanted = watchedNames.map((type) => subscription(owner, type));
  const found = await fhir.search('Subscription', {
    _id: wanted.map((s) => s.id).join(','),
    _count: wanted.length,
  });
  const known = new Map(
    (found.entry ?? []).flatMap((e) =>
      e.resource?.resourceType === 'Subscription' ? [[e.resource.id ?? '', e.resource] as const] : [],
    ),
  );
  const stale = wanted.filter((s) => {
    const there = known.get(s.id);
    return (
      !there ||
      !['active', 'requested'].includes(there.status) ||
      there.channel?.endpoint !== s.channel.endpoint ||
      there.channel?.header?.[0] !== s.channel.header?.[0] ||
      Date.parse(there.end ?? '') < Date.now() + lifeMs / 2
    );
  });
  if (stale.length === 0) return [...known.values()].every((s) => s.status === 'active');
  const answer = await fhir.transaction({
    resourceType: 'Bundle',
    type: 'batch',
    entry: stale.map((s) => ({ resource: s, request: { method: 'PUT', url: `Subscription/${s.id}` } })),
  });
  const refused = answer.entry?.find((e) => !e.response?.status?.startsWith('2'));
  if (refused)
    throw new FhirError(Number.parseInt(refused.response?.status ?? '', 10) || 502, null, 'subscription');
  return false; // looked at again soon: a server decides later whether it accepts
}
