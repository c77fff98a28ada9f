'use client';
import type { Score } from '@keneyapp/bff/features/wards/view';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';

/** A score in plain words: what the filter looks in. */
export function useScoreWords(): (score: Score | null) => string {
  const t = useTranslations('wards.score');
  return useCallback(
    (score) => {
      if (score === null) return t('unknown');
      if (score.kind === 'not-applicable') return t(`not-applicable.${score.reason}`);
      if (score.kind === 'none') return `${t('none')} ${t('late')}`;
      return `${score.total} ${t(`risk.${score.risk}`)}${score.isLate ? ` ${t('late')}` : ''}`;
    },
    [t],
  );
}
