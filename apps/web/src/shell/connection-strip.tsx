'use client';
import { useMutationState } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useSyncExternalStore } from 'react';
import { useOffline } from 'next/offline';
import { useFormats } from '../i18n/use-formats.ts';
import { doubtConnection } from '../trpc/connection.ts';
import { isOnline, subscribeToNetwork } from './live-state.ts';
import styles from './shell.module.css';

/** Whether the server cannot be reached: the browser says so, or a page or a call that was asked for did not come. */
export function useIsOffline(): boolean {
  const isAway = useOffline();
  return !useSyncExternalStore(subscribeToNetwork, isOnline, () => true) || isAway;
}

/** Above the page while the connection is gone: what is on the screen stays, since when it may be old, and how much waits to be saved. */
export function ConnectionStrip() {
  const isOffline = useIsOffline();
  // saves wait for what a page waits for
  useEffect(() => {
    if (isOffline) doubtConnection();
  }, [isOffline]);
  return isOffline ? <Strip /> : null;
}

/** Since when, for as long as it lasts. */
let since: string | null = null;
const subscribe = () => {
  since ??= new Date().toISOString();
  return () => {
    since = null;
  };
};

function Strip() {
  const t = useTranslations('shell.connection');
  const f = useFormats();
  const at = useSyncExternalStore(
    subscribe,
    () => (since ??= new Date().toISOString()),
    () => null,
  );
  const waiting = useMutationState({ filters: { predicate: ({ state }) => state.isPaused } }).length;
  return (
    <div role="alert" className={styles.connection}>
      <strong>{t('gone')}</strong> {t('stays', { time: f.time(at) ?? '' })}
      {waiting > 0 && <> {t('waiting', { n: waiting })}</>}
    </div>
  );
}
