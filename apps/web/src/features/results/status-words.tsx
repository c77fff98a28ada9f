'use client';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import styles from './results.module.css';

const said = {
  preliminary: 'preliminary',
  amended: 'corrected',
  corrected: 'corrected',
  registered: 'registered',
  unknown: 'unknown',
  partial: 'partial',
} as const;
const isSaid = (status: string): status is keyof typeof said => status in said;

/** The state of a result in words; final needs none. */
export function useStatusWords(): (status: string) => string {
  const t = useTranslations('results.status');
  return useCallback((status) => (isSaid(status) ? t(said[status]) : ''), [t]);
}

/** The same as a mark beside a value. */
export function StatusMark({ status }: { status: string }) {
  const words = useStatusWords()(status);
  return words === '' ? null : <span className={styles.status}>{words}</span>;
}
