'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { placeInTime, within, type Series } from './rows.ts';
import { ValuesTable } from './values-table.tsx';
import styles from './results.module.css';

/** Every value of the period, newest first; those without a date come last. */
export function AllValues({
  series,
  start,
  hrefOf: link,
}: {
  series: readonly Series[];
  start: number | null;
  hrefOf: (key: string) => string;
}) {
  const t = useTranslations('results');
  const rows = useMemo(
    () =>
      series
        .flatMap((s) => within(s, start).map((point) => ({ series: s, point })))
        .sort((a, b) => placeInTime(b.point) - placeInTime(a.point)),
    [series, start],
  );
  return (
    <ValuesTable
      name="values"
      label={t('views.values')}
      rows={rows}
      link={({ series: s }, name) => (
        <span className={styles.testName}>
          <SamePageLink href={link(s.key)}>{name}</SamePageLink>
        </span>
      )}
    />
  );
}
