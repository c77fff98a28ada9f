'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './wall.module.css';

/** On the wall once the session is over: since when it shows nothing any more, and how it comes back. Nobody stands before it to read a form. */
export function WallEnded() {
  const t = useTranslations('appointments.wall');
  const f = useFormats();
  const [at] = useState(() => new Date().toISOString());
  return (
    <main className={styles.ended}>
      <h1>{t('ended', { time: f.time(at) ?? '' })}</h1>
      <p>{t('endedWhat')}</p>
      <a
        href={`/sign-in?${new URLSearchParams({ callbackUrl: window.location.pathname + window.location.search })}`}
      >
        {t('signIn')}
      </a>
    </main>
  );
}
