'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useCallback, useEffect, useState } from 'react';
import {
  answerAsks,
  askToSignInAgain,
  onSignedIn,
  isSignInFresh,
  signInAgain,
} from '../../session/afresh.ts';
import { announce } from '../../shell/announcer.tsx';
import { asCallError } from '../../trpc/error.ts';

// on every page, and needed on few of them
const SignInAgainDialog = dynamic(
  () => import('./sign-in-again-dialog.tsx').then((m) => m.SignInAgainDialog),
  { ssr: false },
);

/** Asks for a fresh sign-in, in another tab: the page underneath and what is typed in it wait. */
export function SignInAgain() {
  const t = useTranslations('session.again');
  const queryClient = useQueryClient();
  const [asks, setAsks] = useState<readonly ((isConfirmed: boolean) => void)[]>([]);
  const isOpen = asks.length > 0;

  useEffect(() => answerAsks((done) => setAsks((waiting) => [...waiting, done])), []);

  // a change that was refused for want of it
  useEffect(
    () =>
      queryClient.getMutationCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'error') return;
        if (asCallError(event.action.error).reason === signInAgain)
          void askToSignInAgain().then((isConfirmed) => isConfirmed && announce(t('confirmed')));
      }),
    [queryClient, t],
  );

  const close = useCallback((isConfirmed: boolean) => {
    setAsks((waiting) => {
      queueMicrotask(() => {
        for (const done of waiting) done(isConfirmed);
      });
      return [];
    });
  }, []);
  useEffect(() => {
    if (!isOpen) return;
    return onSignedIn(() => {
      void isSignInFresh().then(
        (isFresh) => isFresh && close(true),
        () => undefined,
      );
    });
  }, [isOpen, close]);

  return isOpen && <SignInAgainDialog close={() => close(false)} />;
}
