'use client';
import { useTranslations } from 'next-intl';
import { useIsOffline } from './connection-strip.tsx';
import { useLiveState } from './live-state.ts';
import styles from './top-bar.module.css';

export function LiveIndicator() {
  const t = useTranslations('shell.live');
  const live = useLiveState();
  const state = useIsOffline() ? 'offline' : live;
  return (
    <span className={styles.live} role="status" data-state={state} title={t(`detail.${state}`)}>
      <i aria-hidden />
      <span className={styles.liveWord}>{t(state)}</span>
    </span>
  );
}
