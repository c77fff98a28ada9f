'use client';
import { fromViewer, type FromViewer, type ToViewer } from '@keneyapp/viewer/messages';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

/** What is known of the viewer in its frame. */
export interface ViewerState {
  /** `ready`: it takes messages; `shown`: an image is on the screen. */
  phase: 'loading' | 'ready' | 'shown';
  progress: { loaded: number; total: number } | null;
  unsaved: number;
  /** A request for images failed since the opening. */
  hasFailed: boolean;
}
const opening: ViewerState = { phase: 'loading', progress: null, unsaved: 0, hasFailed: false };

type Stored = Extract<FromViewer, { type: 'stored' }>;
export type StoreProblem = 'nothing' | 'forbidden' | 'failed' | 'silent';
type LayoutNews = Extract<FromViewer, { type: 'layout' }>;
type KeyNews = Extract<FromViewer, { type: 'key' }>['action'];

interface Handlers {
  /** Whether what the viewer says it shows is what this page is about: before, nothing of it is shown. */
  isExpected: (studies: readonly string[]) => boolean;
  unauthorized: () => void;
  key: (action: KeyNews) => void;
  layout: (news: LayoutNews) => void;
}

const storeMs = 30_000;
// a message of the page's own contract, not any that has its shape
type Body<M> = M extends unknown ? Omit<M, 'source'> : never;

/** Page and viewer tell each other; what is done in it keeps the session alive like work on the page itself. */
export function useViewer(frame: RefObject<HTMLIFrameElement | null>, on: Handlers) {
  const [state, setState] = useState(opening);
  const handlers = useRef(on);
  const waiting = useRef<((answer: Stored | null) => void) | null>(null);
  useEffect(() => {
    handlers.current = on;
  });

  const send = useCallback(
    (message: Body<ToViewer>) =>
      frame.current?.contentWindow?.postMessage(
        { source: 'keneyapp-page', ...message },
        window.location.origin,
      ),
    [frame],
  );

  useEffect(() => {
    const onMessage = (event: MessageEvent<unknown>) => {
      if (event.origin !== window.location.origin || event.source !== frame.current?.contentWindow) return;
      const news = fromViewer(event.data);
      if (!news) return;
      const change = (part: Partial<ViewerState>) => setState((now) => ({ ...now, ...part }));
      if (news.type === 'unauthorized') handlers.current.unauthorized();
      else if (news.type === 'active') window.dispatchEvent(new Event('pointerdown'));
      else if (news.type === 'failed') change({ hasFailed: true });
      else if (news.type === 'ready') {
        setState((now) => ({ ...now, phase: now.phase === 'shown' ? 'shown' : 'ready' }));
        takeFocus(frame.current);
        send({ type: 'focus' });
      } else if (news.type === 'progress') {
        const { loaded, total, first, studies } = news;
        const isShown = first && handlers.current.isExpected(studies);
        setState((now) => ({
          ...now,
          progress: { loaded, total },
          ...(isShown ? { phase: 'shown' as const } : {}),
        }));
      } else if (news.type === 'measurements') change({ unsaved: news.unsaved });
      else if (news.type === 'stored') waiting.current?.(news);
      else if (news.type === 'key') handlers.current.key(news.action);
      else if (news.type === 'layout') handlers.current.layout(news);
    };
    window.addEventListener('message', onMessage);
    // a page that comes alive late has missed what a frame of the same document said
    send({ type: 'report' });
    return () => window.removeEventListener('message', onMessage);
  }, [frame, send]);

  /** Stores the measurements; null when they are, else why not. */
  const store = useCallback(async (): Promise<StoreProblem | null> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const answer = await new Promise<Stored | null>((resolve) => {
      waiting.current = resolve;
      timer = setTimeout(() => resolve(null), storeMs);
      send({ type: 'store' });
    });
    clearTimeout(timer);
    waiting.current = null;
    if (!answer) return 'silent';
    if (!answer.ok) return answer.reason;
    setState((now) => ({ ...now, unsaved: 0 }));
    return null;
  }, [send]);

  /** They are lost when the frame goes. */
  const discard = useCallback(() => {
    send({ type: 'discard' });
    setState((now) => ({ ...now, unsaved: 0 }));
  }, [send]);

  /** The frame is loaded again. */
  const restart = useCallback(() => setState(opening), []);
  return { state, send, store, discard, restart };
}

/** The keys are the viewer's, unless the person is already doing something else on the page. */
function takeFocus(frame: HTMLIFrameElement | null): void {
  const at = document.activeElement;
  if (at === null || at === document.body || at === frame || at.matches('main, h1')) frame?.focus();
}
