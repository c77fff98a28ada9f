'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useState } from 'react';
import { publishSignedIn } from '../../session/afresh.ts';
import styles from './sign-in-card.module.css';
import { startSignIn } from './start-sign-in.ts';

/** The tab in which the person signs in again: it leads to the provider by itself, and says so when it cannot. */
export function AgainCard() {
  const t = useTranslations('session');
  const [isFailed, setFailed] = useState(false);
  const go = useCallback(() => {
    startSignIn('/session/confirmed').then(
      (url) => window.location.replace(url),
      () => setFailed(true),
    );
  }, []);
  useEffect(go, [go]);
  return (
    <main className={styles.page}>
      <section className={styles.card} aria-labelledby="again-title">
        <p className={styles.product}>KeneyApp</p>
        <h1 id="again-title" className={styles.title}>
          {t('again.title')}
        </h1>
        {isFailed ? (
          <>
            <p role="alert" className={styles.problem}>
              {t('signIn.error.unreachable')}
            </p>
            <Button
              variant="contained"
              size="large"
              fullWidth
              onClick={() => {
                setFailed(false);
                go();
              }}
            >
              {t('again.button')}
            </Button>
          </>
        ) : (
          <p role="status">{t('signIn.going')}</p>
        )}
      </section>
    </main>
  );
}

/** Where that tab ends: the one that waits goes on, this one is no longer needed. */
export function ConfirmedCard() {
  const t = useTranslations('session.again');
  useEffect(() => {
    publishSignedIn();
    window.close(); // browsers let a page close the tab that a link has opened, mostly
  }, []);
  return (
    <main className={styles.page}>
      <section className={styles.card} aria-labelledby="confirmed-title">
        <p className={styles.product}>KeneyApp</p>
        <h1 id="confirmed-title" className={styles.title}>
          {t('confirmedTitle')}
        </h1>
        <p role="status">{t('confirmedText')}</p>
      </section>
    </main>
  );
}
