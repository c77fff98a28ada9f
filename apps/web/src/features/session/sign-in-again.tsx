'use client';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useId, useState } from 'react';
import {
  answerAsks,
  askToSignInAgain,
  hearSignedIn,
  isSignInFresh,
  signInAgain,
} from '../../session/afresh.ts';
import { announce } from '../../shell/announcer.tsx';
import { asCallError } from '../../trpc/error.ts';

/** Asks for a fresh sign-in, in another tab: the page underneath and what is typed in it wait. */
export function SignInAgain() {
  const t = useTranslations('session.again');
  const c = useTranslations('common.actions');
  const id = useId();
  const queryClient = useQueryClient();
  const [asks, setAsks] = useState<readonly ((isConfirmed: boolean) => void)[]>([]);
  const isOpen = asks.length > 0;
  const focused = useCallback((link: HTMLElement | null) => link?.focus(), []);

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
    return hearSignedIn(() => {
      void isSignInFresh().then(
        (isFresh) => isFresh && close(true),
        () => undefined,
      );
    });
  }, [isOpen, close]);

  if (!isOpen) return null;
  return (
    <Dialog
      open
      onClose={() => close(false)}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id={`${id}-title`}>{t('title')}</DialogTitle>
      <DialogContent>
        <p id={`${id}-text`}>{t('text')}</p>
      </DialogContent>
      <DialogActions>
        <Button variant="outlined" onClick={() => close(false)}>
          {c('cancel')}
        </Button>
        <Button variant="contained" href="/session/again" target="_blank" ref={focused}>
          {t('button')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
