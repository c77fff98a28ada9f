'use client';
import type { ReviewActivity } from '@keneyapp/bff/features/reviews/view';
import { EmptyState } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import { useFeatureWord } from '../../i18n/use-feature-word.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { StateChip } from '../../components/state-chip.tsx';
import { groupActivity } from './group-activity.ts';
import styles from './reviews.module.css';

/** What was looked at or tried, as it happened; the same thing again and again is one line. */
export function ReviewActivityList({
  activity,
  isTruncated,
}: {
  activity: readonly ReviewActivity[];
  isTruncated: boolean;
}) {
  const t = useTranslations('reviews');
  const f = useFormats();
  const featureWord = useFeatureWord();
  if (activity.length === 0) return <EmptyState title={t('detail.nothing')} />;
  return (
    <>
      <ol className={styles.timeline}>
        {groupActivity(activity).map(({ key, at, feature, action, outcome, count, resources, operation }) => (
          <li key={key} data-tone={outcome === 'denied' ? 'denied' : undefined}>
            <time dateTime={at}>{f.time(at)}</time>
            <span className={styles.what} title={operation}>
              <b className={styles.feature}>{feature === null ? t('detail.other') : featureWord(feature)}</b>{' '}
              <span className="muted">
                {t(`detail.action.${action}`)}
                {count > 1 && `, ${t('detail.times', { n: count })}`}
              </span>
              {outcome !== 'success' && (
                <StateChip tone="attention">{t(`detail.outcome.${outcome}`)}</StateChip>
              )}
              {resources.length > 0 && <small>{resources.join(', ')}</small>}
            </span>
          </li>
        ))}
      </ol>
      {isTruncated && <p className={styles.small}>{t('detail.truncated')}</p>}
    </>
  );
}
