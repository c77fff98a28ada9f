'use client';
import type { ReviewRow } from '@keneyapp/bff/features/reviews/view';
import { useTranslations } from 'next-intl';
import { StateChip } from '../../components/state-chip.tsx';

/** How an access stands: a sign and a word; and the text of it, when it is not there or came late. */
export function ReviewState({ row }: { row: Pick<ReviewRow, 'state' | 'review' | 'text'> }) {
  const t = useTranslations('reviews');
  return (
    <>
      <Standing row={row} />
      {row.text !== 'given' && (
        <StateChip tone={row.text === 'awaited' ? 'notice' : 'bad'}>{t(`text.${row.text}`)}</StateChip>
      )}
    </>
  );
}

function Standing({ row }: { row: Pick<ReviewRow, 'state' | 'review'> }) {
  const t = useTranslations('reviews');
  if (!row.review)
    return row.state === 'open' ? (
      <StateChip tone="attention" sign="!">
        {t('state.open')}
      </StateChip>
    ) : (
      <StateChip tone="notice" sign="…">
        {t(`state.${row.state}`)}
      </StateChip>
    );
  const { outcome } = row.review;
  return (
    <StateChip tone={outcome === 'justified' ? 'good' : 'bad'} sign={outcome === 'justified' ? '✓' : '✗'}>
      {t(`outcome.${outcome}`)}
    </StateChip>
  );
}
