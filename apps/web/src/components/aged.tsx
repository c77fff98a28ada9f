'use client';
import { instantOf } from '@keneyapp/ui/format';
import { useNow } from 'next-intl';
import { useCallback, type ReactNode } from 'react';
import styles from './aged.module.css';

/** Whether a last value is too old to stand for now; without a date nobody knows. A day more: a date may have no time. */
export function useIsOld(): (date: string | null, freshForDays: number) => boolean {
  const now = useNow({ updateInterval: 60_000 }).getTime();
  return useCallback(
    (date, freshForDays) => date === null || now - instantOf(date) > (freshForDays + 1) * 86_400_000,
    [now],
  );
}

/** Greyed when it is old; its age stands beside it. */
export function Aged({ isOld, children }: { isOld: boolean; children: ReactNode }) {
  return (
    <span className={styles.aged} data-old={isOld}>
      {children}
    </span>
  );
}
