'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { LanguageSwitch } from '../../shell/language-switch.tsx';
import styles from './sign-in-card.module.css';
import { startSignIn } from './start-sign-in.ts';

export type SignInReason = 'expired' | 'signed-out' | 'ended';
export type SignInProblem =
  'provider' | 'unavailable' | 'refused' | 'second-factor' | 'cancelled' | 'unreachable';

interface Props {
  to: string;
  problem: SignInProblem | null;
  reason: SignInReason | null;
}

/** The door: why one stands before it, and the one button that opens it. */
export function SignInCard({ to, problem: cameWith, reason }: Props) {
  const t = useTranslations('session.signIn');
  const [going, setGoing] = useState(false);
  const [failed, setFailed] = useState<SignInProblem | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const problem = failed ?? cameWith;

  useEffect(() => {
    button.current?.focus();
  }, []);
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
    try {
      window.location.assign(await startSignIn(to));
    } catch {
      setFailed('unreachable');
      setGoing(false);
    }
  }

  return (
    <main className={styles.page}>
      <section className={styles.card} aria-labelledby="sign-in-title">
        <p className={styles.product}>KeneyApp</p>
        <h1 id="sign-in-title" className={styles.title}>
          {t('title')}
        </h1>
        {problem ? (
          <div role="alert" className={styles.problem}>
            <b>{t('error.title')}</b>
            <p>{t(`error.${problem}`)}</p>
          </div>
        ) : (
          reason && (
            <p role="status" className={styles.reason}>
              {t(`reason.${reason}`)}
            </p>
          )
        )}
        <p className={styles.intro}>{t('intro')}</p>
        <Button
          ref={button}
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
