'use client';
import { useNow } from 'next-intl';
import { useCallback, type ReactNode } from 'react';
import styles from './aged.module.css';
import { isOldAt } from './is-old.ts';

/** Whether a last value is too old to stand for now, as time passes. */
export function useIsOld(): (date: string | null, freshForDays: number) => boolean {
  const now = useNow({ updateInterval: 60_000 }).getTime();
  return useCallback((date, freshForDays) => isOldAt(now, date, freshForDays), [now]);
}

/** Greyed when it is old; its age stands beside it. */
export function Aged({ isOld, children }: { isOld: boolean; children: ReactNode }) {
  return (
    <span className={styles.aged} data-old={isOld}>
      {children}
    </span>
  );
}
