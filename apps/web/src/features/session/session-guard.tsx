'use client';
import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useEffect, useRef, useState } from 'react';
import { errorCode } from '../../trpc/error.ts';
import {
  goToSignIn,
  keepSession,
  readSession,
  sessionEndingEvent,
  warningMs,
  type SessionState,
} from './session-clock.ts';

const ExpiryDialog = dynamic(() => import('./expiry-dialog.tsx').then((m) => m.ExpiryDialog), { ssr: false });

/** Another tab may have been used, or the provider may have closed the session: look at least this often. */
const lookEveryMs = 60_000;
/** While nobody can be asked (server away), try again this soon. */
const retryMs = 5_000;

/**
 * Watches the session of an open page: a person who reads or types without any request stays signed in, one who has
 * left is warned, and when the session is over the page is left for sign-in.
 */
export function SessionGuard() {
  const [warned, setWarned] = useState<{ at: number; isAbsolute: boolean } | null>(null);
  const queryClient = useQueryClient();
  const look = useRef<() => void>(() => {});

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isStopped = false;
    let lastActive = 0;
    let lastKept = Date.now();
    const active = () => {
      lastActive = Date.now();
    };
    for (const name of ['keydown', 'pointerdown', 'wheel'] as const)
      window.addEventListener(name, active, { passive: true, capture: true });

    const next = (ms: number) => {
      clearTimeout(timer);
      if (!isStopped) timer = setTimeout(() => void tick(), ms);
    };
    const tick = async () => {
      try {
        const wasActive = lastActive > lastKept;
        if (wasActive) lastKept = Date.now();
        show(await (wasActive ? keepSession() : readSession()));
      } catch {
        next(retryMs);
      }
    };
    const show = (state: SessionState | null) => {
      if (isStopped) return;
      if (!state) return goToSignIn('expired');
      const left = Math.min(state.idleMsLeft, state.absoluteMsLeft);
      const warnIn = left - warningMs(state.idleMs);
      if (warnIn > 0) {
        setWarned(null);
        return next(Math.min(warnIn + 250, lookEveryMs, state.idleMs / 6));
      }
      window.dispatchEvent(new Event(sessionEndingEvent));
      setWarned({ at: Date.now() + left, isAbsolute: state.absoluteMsLeft <= state.idleMsLeft });
      next(Math.min(left + 500, 10_000)); // another tab may stay for us
    };
    look.current = () => void tick();
    const visible = () => {
      if (document.visibilityState === 'visible') void tick();
    }; // timers stop while a laptop sleeps
    document.addEventListener('visibilitychange', visible);
    void tick();
    return () => {
      isStopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', visible);
      for (const name of ['keydown', 'pointerdown', 'wheel'] as const)
        window.removeEventListener(name, active, { capture: true });
    };
  }, []);

  // A call that was refused for want of a session: look now.
  useEffect(() => {
    const refused = (error: unknown) => {
      if (errorCode(error) === 'UNAUTHORIZED') look.current();
    };
    const stops = [
      queryClient.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error') refused(event.action.error);
      }),
      queryClient.getMutationCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error') refused(event.action.error);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [queryClient]);

  if (!warned) return null;
  return (
    <ExpiryDialog
      endsAt={warned.at}
      isAbsolute={warned.isAbsolute}
      onStay={async () => {
        await keepSession();
        look.current();
      }}
      onEnd={() => look.current()}
    />
  );
}
