'use client';
import type { LiveEvent, LiveMessage } from '@keneyapp/bff/features/live/view';
import { useQueryClient, type Query } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { setColleagues } from '../../shell/colleagues.ts';
import { setLiveState } from '../../shell/live-state.ts';
import { useFeatureWord } from '../../i18n/use-feature-word.ts';
import { useTRPC } from '../../trpc/client.tsx';

/** Seconds: a page that the browser kept (`staleTimes` in next.config.ts), or that took its time, is no older when its line opens. */
const readWithin = 45;
/** A set of vital signs is several resources: told as one, and fetched once. */
const gatherMs = 250;

/** Keeps an open chart up to date while it is open; forms hold what is typed themselves and are not touched. */
export function LiveChart({ patientId }: { patientId: string }) {
  const t = useTranslations('live');
  const featureWord = useFeatureWord();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [announced, setAnnounced] = useState('');

  const [gatherer] = useState(() => new Gatherer());
  const onData = ({ data: message }: { data: LiveMessage }) => {
    if ('here' in message) setColleagues(patientId, message.here);
    else if (!('isContinued' in message))
      gatherer.add(message, (stale, told) => {
        void client.invalidateQueries({
          predicate: (query) => concerns(query, patientId, (feature) => stale.has(feature)),
        });
        if (told.length > 0) setAnnounced(t('changed', { what: told.map(featureWord).join(', ') }));
      });
    else {
      // what happened while the line was down follows; where it cannot be told any more, everything of this chart may be old
      // who is here follows
      setColleagues(patientId, []);
      if (gatherer.openAgain() && !message.isContinued)
        void client.invalidateQueries({ predicate: (query) => concerns(query, patientId, () => true) });
    }
  };
  const { status } = useSubscription(
    trpc.live.chart.subscriptionOptions({ patientId, readWithin }, { onData }),
  );

  const wasConnected = useRef(false);
  useEffect(() => {
    wasConnected.current ||= status === 'pending';
    setLiveState(
      status === 'pending'
        ? 'connected'
        : status === 'connecting' && wasConnected.current
          ? 'reconnecting'
          : status === 'error'
            ? 'offline'
            : 'idle',
    );
  }, [status]);
  useEffect(
    () => () => {
      gatherer.stop();
      setLiveState('idle');
      setColleagues(patientId, []);
    },
    [gatherer, patientId],
  );
  return (
    <p role="status" className="visually-hidden">
      {announced}
    </p>
  );
}

/** Puts together what comes in a short time. */
class Gatherer {
  #features = new Set<string>();
  #told = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasBeenOpen = false;

  /** The line is open; whether it was before. */
  openAgain(): boolean {
    const before = this.#hasBeenOpen;
    this.#hasBeenOpen = true;
    return before;
  }

  add(
    { features, isOwn }: LiveEvent,
    tell: (stale: ReadonlySet<string>, told: readonly string[]) => void,
  ): void {
    for (const feature of features) this.#features.add(feature);
    // the first feature is where the change is at home; the others only show it too
    const home = features[0];
    if (!isOwn && home !== undefined) this.#told.add(home);
    this.#timer ??= setTimeout(() => {
      const [stale, told] = [this.#features, [...this.#told]];
      this.#features = new Set();
      this.#told = new Set();
      this.#timer = undefined;
      tell(stale, told);
    }, gatherMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** tRPC's keys: [[feature, procedure], { input }]. */
function concerns(query: Query, patientId: string, isStale: (feature: string) => boolean): boolean {
  const [path, options] = query.queryKey as [unknown, { input?: { patientId?: unknown } } | undefined];
  const feature: unknown = Array.isArray(path) ? path[0] : undefined;
  return typeof feature === 'string' && isStale(feature) && options?.input?.patientId === patientId;
}
