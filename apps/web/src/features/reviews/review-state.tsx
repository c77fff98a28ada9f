'use client';
import type { ReviewRow } from '@keneyapp/bff/features/reviews/view';
import { useTranslations } from 'next-intl';
import styles from './reviews.module.css';

/** How an access stands: a sign and a word. */
export function ReviewState({ row }: { row: Pick<ReviewRow, 'state' | 'review'> }) {
  const t = useTranslations('reviews');
  if (!row.review)
    return (
      <span className={styles.chip} data-tone={row.state === 'open' ? 'open' : 'living'}>
        <span aria-hidden>{row.state === 'open' ? '!' : '…'}</span>
        {t(`state.${row.state}`)}
      </span>
    );
  return (
    <span className={styles.chip} data-tone={row.review.outcome === 'justified' ? 'good' : 'bad'}>
      <span aria-hidden>{row.review.outcome === 'justified' ? '✓' : '✗'}</span>
      {t(`outcome.${row.review.outcome}`)}
    </span>
  );
}
