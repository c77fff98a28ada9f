'use client';
import { useTranslations } from 'next-intl';
import { periods, type Period } from './period.ts';
import { SegmentedLinks } from './segmented-links.tsx';

/** The choice of a period: the stay is one only for who is on one. */
export function PeriodLinks({
  hrefOf,
  period,
  isOnStay,
  isSamePage = false,
}: {
  hrefOf: (period: Period) => string;
  period: Period;
  isOnStay: boolean;
  isSamePage?: boolean;
}) {
  const t = useTranslations('common.periods');
  return (
    <SegmentedLinks
      label={t('label')}
      isSamePage={isSamePage}
      items={periods
        .filter((name) => name !== 'stay' || isOnStay || period === 'stay')
        .map((name) => ({
          href: hrefOf(name),
          word: t(`short.${name}`),
          title: t(`long.${name}`),
          isHere: name === period,
        }))}
    />
  );
}
