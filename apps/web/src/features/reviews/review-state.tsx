'use client';
import type { ReviewRow } from '@keneyapp/bff/features/reviews/view';
import { useTranslations } from 'next-intl';
import styles from './reviews.module.css';

/** How an access stands: a sign and a word; and the text of it, when it is not there or came late. */
export function ReviewState({ row }: { row: Pick<ReviewRow, 'state' | 'review' | 'text'> }) {
  const t = useTranslations('reviews');
  return (
    <>
      <Standing row={row} />
      {row.text !== 'given' && (
        <span className={styles.chip} data-tone={row.text === 'awaited' ? 'living' : 'bad'}>
          {t(`text.${row.text}`)}
        </span>
      )}
    </>
  );
}

function Standing({ row }: { row: Pick<ReviewRow, 'state' | 'review'> }) {
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
