'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { LanguageSwitch } from '../../shell/language-switch.tsx';
import type { Ending } from '../../session/session-news.ts';
import { readSession } from './session-clock.ts';
import styles from './sign-in-card.module.css';
import { startSignIn } from './start-sign-in.ts';

/** What auth/outcome.ts tells apart, and a server that does not answer. */
type SignInProblem =
  | 'cancelled'
  | 'expired'
  | 'login-required'
  | 'provider'
  | 'unavailable'
  | 'refused'
  | 'second-factor'
  | 'unreachable';

interface Props {
  to: string;
  problem: SignInProblem | null;
  /** Why the session before ended. */
  reason: Ending | null;
  /** The button was pressed: from now on the page goes where it leads. */
  onGoing?: () => void;
}

/** The door: why one stands before it, and the one button that opens it. */
export function SignInCard({ to, problem: cameWith, reason, onGoing }: Props) {
  const t = useTranslations('session.signIn');
  const [going, setGoing] = useState(false);
  const [failed, setFailed] = useState<SignInProblem | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const problem = failed ?? cameWith;

  useEffect(() => {
    button.current?.focus();
    // a browser that was shut before its session ended has not been told to forget it
    if (reason && document.referrer === '') void readSession().catch(() => undefined);
  }, [reason]);
  useEffect(() => {
    // coming back with the browser's "back" shows the page as it was left
    const shown = (event: PageTransitionEvent) => {
      if (event.persisted) setGoing(false);
    };
    window.addEventListener('pageshow', shown);
    return () => window.removeEventListener('pageshow', shown);
  }, []);

  async function signIn(): Promise<void> {
    setGoing(true);
    setFailed(null);
    onGoing?.();
    try {
      window.location.assign(await nextAddress());
    } catch {
      setFailed('unreachable');
      setGoing(false);
    }
  }

  /** Who has signed in again in another tab goes back at once: to sign in here would end that one. */
  async function nextAddress(): Promise<string> {
    if (reason === 'replaced' && !problem && 'id' in (await readSession())) return to;
    return startSignIn(to);
  }

  return (
    <main className={styles.page}>
      <section className={styles.card} aria-labelledby="sign-in-title">
        <p className={styles.product}>KeneyApp</p>
        <h1 id="sign-in-title" className={styles.title}>
          {t('title')}
        </h1>
        {problem === 'cancelled' ? (
          <p id="sign-in-reason" role="alert" className={styles.reason}>
            {t('error.cancelled')}
          </p>
        ) : problem ? (
          <div id="sign-in-reason" role="alert" className={styles.problem}>
            <b>{t('error.title')}</b>
            <p>{t(`error.${problem}`)}</p>
          </div>
        ) : (
          reason && (
            <p
              id="sign-in-reason"
              role={reason === 'signed-out' ? 'status' : 'alert'}
              className={styles.reason}
            >
              {t(`reason.${reason}`)}
            </p>
          )
        )}
        <p className={styles.intro}>{t('intro')}</p>
        <Button
          ref={button}
          aria-describedby={problem || reason ? 'sign-in-reason' : undefined}
          variant="contained"
          size="large"
          fullWidth
          onClick={() => void signIn()}
          disabled={going}
        >
          {going ? t('going') : t('button')}
        </Button>
        <div className={styles.language}>
          <LanguageSwitch />
        </div>
      </section>
    </main>
  );
}
