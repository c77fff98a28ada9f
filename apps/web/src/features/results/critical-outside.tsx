'use client';
import { useTranslations } from 'next-intl';
import { startOf } from '../../components/period.ts';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { criticalBefore, undatedCriticalBehind, type Series } from './rows.ts';
import styles from './results.module.css';

interface Props {
  /** All of the chart, whatever the page is filtered by. */
  series: readonly Series[];
  start: number | null;
  now: number;
  /** The page shows only the last values of each test. */
  hasLastOnly: boolean;
  allHref: string;
  valuesHref: string;
}

/** Says that critical values are not on the page, and leads to where each value has its line. */
export function CriticalOutside({ series, start, now, hasLastOnly, allHref, valuesHref }: Props) {
  const t = useTranslations('results.critical');
  const outside = criticalBefore(series, start, startOf('1y', now, null) ?? 0);
  const undated = hasLastOnly ? undatedCriticalBehind(series, start) : 0;
  return (
    <div role="status" className={styles.critical}>
      {outside > 0 && (
        <p>
          {t('outside', { n: outside })} <SamePageLink href={allHref}>{t('showAll')}</SamePageLink>
        </p>
      )}
      {undated > 0 && (
        <p>
          {t('undated', { n: undated })} <SamePageLink href={valuesHref}>{t('showValues')}</SamePageLink>
        </p>
      )}
    </div>
  );
}
