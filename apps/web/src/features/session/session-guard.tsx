'use client';
import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { asCallError } from '../../trpc/error.ts';
import { asEnding, doubtSession, sayEnded, type Ending } from '../../session/session-news.ts';
import { goToSignIn, here, isSigningOut, readSession } from './session-clock.ts';
import { SessionWatch } from './session-watch.ts';
import { SignInCard } from './sign-in-card.tsx';

const ExpiryDialog = dynamic(() => import('./expiry-dialog.tsx').then((m) => m.ExpiryDialog), { ssr: false });

interface Props {
  /** Public id of the session that the page was made for. */
  session: string;
  /** What stands there once it is over, instead of the way back: the page stays. */
  ended?: ReactNode;
  children?: ReactNode;
}

/**
 * Everything behind sign-in stands inside. A person who reads or types without any request stays signed in, one who has
 * left is warned; the moment the session is over the page is taken away, and what stands there says why and leads back.
 */
export function SessionGuard({ session, ended, children }: Props) {
  const [warned, setWarned] = useState<{ at: number; isAbsolute: boolean } | null>(null);
  const [over, setOver] = useState<{ ending: Ending; to: string } | null>(null);
  const queryClient = useQueryClient();
  const watch = useRef<SessionWatch | null>(null);
  const leaving = useRef<() => void>(() => undefined);
  const stays = ended !== undefined;

  useEffect(() => {
    const mine = new SessionWatch(session, {
      warn: setWarned,
      ended: (ending) => {
        // in this frame, not in the next: whoever looks at the screen now may be somebody else
        flushSync(() => setOver({ ending, to: here() }));
        queryClient.clear();
        document.title = 'KeneyApp';
        if (!isSigningOut() && !stays) leaving.current = leave(ending);
      },
    });
    watch.current = mine;
    mine.start();
    return () => mine.stop();
  }, [session, queryClient, stays]);

  // A call that was refused for want of a session: the server says why, or is asked.
  useEffect(() => {
    const refused = (error: unknown) => {
      const { code, reason } = asCallError(error);
      if (code !== 'UNAUTHORIZED') return;
      // after what is being drawn now
      if (reason) queueMicrotask(() => sayEnded(reason === 'signed-out' ? 'elsewhere' : asEnding(reason)));
      else doubtSession();
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

  if (over)
    return (
      ended ?? (
        <SignInCard to={over.to} problem={null} reason={over.ending} onGoing={() => leaving.current()} />
      )
    );
  return (
    <>
      {children}
      {warned && (
        <ExpiryDialog
          endsAt={warned.at}
          isAbsolute={warned.isAbsolute}
          onStay={async () => watch.current?.stay()}
          onEnd={() => watch.current?.look()}
        />
      )}
    </>
  );
}

/** Whoever looks at the page may be about to press its button: it is not taken away under their hand. */
const patienceMs = 5_000;

/**
 * The page's memory goes too, when the server can be reached; it has the browser forget what it kept. Gives what keeps
 * the page here: somebody pressed the button.
 */
function leave(ending: Ending): () => void {
  let isGoing = false;
  const go = () => {
    if (!isGoing) goToSignIn(ending);
  };
  readSession().then(
    () => setTimeout(go, document.visibilityState === 'hidden' ? 0 : patienceMs),
    () => undefined, // the button tries again
  );
  return () => {
    isGoing = true;
  };
}
