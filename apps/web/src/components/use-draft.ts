'use client';
import type { OwnForm } from '@keneyapp/bff/features/session/schema';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { sessionEndingEvent } from '../session/session-news.ts';
import { useTRPC, useTRPCClient } from '../trpc/client.tsx';
import { isChangedMeanwhile } from '../trpc/error.ts';
import { DraftKeeper, type DraftKey, type DraftStatus } from './draft-keeper.ts';

export interface Draft {
  /** Undefined while it is read; null when there is none. */
  restored: { content: string; updatedAt: string } | null | undefined;
  status: DraftStatus;
  savedAt: string | null;
  /** Keeps this text soon; cheap to call at every key. */
  save(content: string): void;
  /** The text is saved elsewhere or given up. */
  discard(): Promise<void>;
  /** After a conflict: what is kept of the other window; null where there is nothing any more, undefined until it was read. */
  theirs: { content: string; counter: number } | null | undefined;
  keepMine(): void;
  takeTheirs(): void;
  /** Changes when the form must be filled anew from `restored`. */
  generation: number;
}

type Client = ReturnType<typeof useTRPCClient>;

/** A draft of a chart is read and written under the decision on that chart; one of no chart is the person's own. */
function callsOf({ drafts, session }: Client, { patientId, form, base }: DraftKey) {
  if (patientId === null) {
    const key = { form: form as OwnForm, base };
    return {
      key,
      address: '/trpc/session.saveDraft',
      get: () => session.draft.query(key),
      save: (content: string, counter: number) => session.saveDraft.mutate({ ...key, content, counter }),
      discard: () => session.discardDraft.mutate(key),
    };
  }
  const key = { patientId, form, base };
  return {
    key,
    address: '/trpc/drafts.save',
    get: () => drafts.get.query(key),
    save: (content: string, counter: number) => drafts.save.mutate({ ...key, content, counter }),
    discard: () => drafts.discard.mutate(key),
  };
}

/**
 * What is typed, kept on the server within two seconds: a crash, a reload or a session that ran out loses nothing.
 * Never in this browser, which others use too.
 */
export function useDraft({ patientId, form, base }: DraftKey): Draft {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const place = useMemo(() => ({ patientId, form, base }), [patientId, form, base]);
  const [loaded, setLoaded] = useState<{
    of: DraftKey;
    restored: Draft['restored'];
    generation: number;
  } | null>(null);
  const [{ status, savedAt }, setState] = useState<{ status: DraftStatus; savedAt: string | null }>({
    status: 'idle',
    savedAt: null,
  });
  const [theirs, setTheirs] = useState<Draft['theirs']>();
  const shown = useRef<Draft['theirs']>(undefined);
  const keeper = useRef<DraftKeeper | null>(null);

  useEffect(() => {
    let isGone = false;
    const calls = callsOf(client, place);
    const readTheirs = async () => {
      setTheirs((shown.current = undefined));
      const there = await calls.get().catch(() => null);
      if (!isGone) setTheirs((shown.current = there && there.content !== '{}' ? there : null));
    };
    const mine = new DraftKeeper({
      save: calls.save,
      saveAtOnce: (content, counter) =>
        void fetch(calls.address, {
          method: 'POST',
          keepalive: true,
          headers: { 'content-type': 'application/json', 'x-keneya-request': '1' },
          body: JSON.stringify({ ...calls.key, content, counter }),
        }).catch(() => undefined),
      isConflict: isChangedMeanwhile,
      changed: (next, at) => {
        if (isGone) return;
        setState({ status: next, savedAt: at });
        if (next === 'conflict') void readTheirs();
      },
      listed: () => {
        if (place.patientId !== null)
          void queries.invalidateQueries({ queryKey: trpc.drafts.list.queryKey() });
      },
    });
    keeper.current = mine;
    const load = () =>
      calls.get().then(
        (draft) => {
          if (!isGone) {
            mine.start(draft?.counter ?? 0);
            setLoaded({
              of: place,
              restored: draft && draft.content !== '{}' ? draft : null,
              generation: Date.now(),
            });
          }
        },
        // not being able to read a draft must not keep anybody from writing; the first save finds out whether there is one
        () => {
          if (!isGone) {
            mine.start(0);
            setLoaded({ of: place, restored: null, generation: Date.now() });
          }
        },
      );
    mine.reload = load;
    void load();
    const flush = (event: Event) => {
      const saved = mine.flush();
      const { detail } = event as CustomEvent<unknown>;
      if (Array.isArray(detail)) detail.push(saved);
    };
    const hidden = () => {
      if (document.visibilityState === 'hidden') void mine.flush();
    };
    const leaving = () => mine.flushAtOnce();
    window.addEventListener(sessionEndingEvent, flush);
    window.addEventListener('pagehide', leaving);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      isGone = true;
      void mine.flush(); // goes on without us; a page that goes away is told apart by `pagehide`
      mine.stop();
      window.removeEventListener(sessionEndingEvent, flush);
      window.removeEventListener('pagehide', leaving);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [client, place, queries, trpc]);

  const save = useCallback((content: string) => keeper.current?.put(content), []);
  const discard = useCallback(async () => {
    await keeper.current?.forget();
    await callsOf(client, place).discard();
    if (place.patientId === null) return;
    await queries.invalidateQueries({ queryKey: trpc.drafts.list.queryKey() });
  }, [client, place, queries, trpc]);
  const keepMine = useCallback(() => {
    // over the version that was shown: a third one is a conflict again
    if (shown.current) return keeper.current?.overwrite(shown.current.counter);
    void callsOf(client, place)
      .get()
      .then((draft) => keeper.current?.overwrite(draft?.counter ?? 0));
  }, [client, place]);
  const takeTheirs = useCallback(() => {
    void keeper.current?.forget().then(() => keeper.current?.reload());
  }, []);
  const isLoaded = loaded?.of === place;
  return {
    restored: isLoaded ? loaded.restored : undefined,
    generation: isLoaded ? loaded.generation : 0,
    status,
    savedAt,
    theirs,
    save,
    discard,
    keepMine,
    takeTheirs,
  };
}
