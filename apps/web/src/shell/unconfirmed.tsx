'use client';
import { useMutationState } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { isNotConfirmed } from '../trpc/error.ts';
import styles from './unconfirmed.module.css';

/** Says, wherever the person is, that something they saved is being looked for: a form alone would be missed once it is left. */
export function Unconfirmed() {
  const t = useTranslations('common.error');
  const waiting = useMutationState({
    filters: { status: 'pending', predicate: ({ state }) => isNotConfirmed(state.failureReason) },
  });
  return (
    <div role="status" className={waiting.length > 0 ? styles.notice : 'visually-hidden'}>
      {waiting.length > 0 && t('confirming')}
    </div>
  );
}
