'use client';
import { Sparkline } from '@keneyapp/ui/sparkline';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo } from 'react';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { timestampOf, panelName, within, type Series, type ValueRow } from './rows.ts';
import { ValuesTable } from './values-table.tsx';
import styles from './results.module.css';

/** The last value of each test in the period, with the way it went. */
export function TestsTable({
  series,
  start,
  hrefOf,
}: {
  series: readonly Series[];
  start: number | null;
  hrefOf: (key: string) => string;
}) {
  const t = useTranslations('results');
  const f = useFormats();
  const rows = useMemo(
    () =>
      series.flatMap((s): (ValueRow & { n: number })[] => {
        const points = within(s, start);
        return points[0] ? [{ series: s, point: points[0], n: points.length }] : [];
      }),
    [series, start],
  );
  const link = useCallback(
    ({ series: s }: ValueRow, name: string) => (
      <span className={styles.testName}>
        <SamePageLink href={hrefOf(s.key)}>{name}</SamePageLink>
        {panelName(s) !== null && <span className={styles.panel}>{panelName(s)}</span>}
      </span>
    ),
    [hrefOf],
  );
  const extra = useMemo<TableColumn<ValueRow>[]>(
    () => [
      {
        id: 'course',
        header: t('column.course'),
        width: 108,
        isDerived: true,
        isWordless: true,
        text: () => null,
        cell: ({ series: s, point }) => (
          <Course
            series={s}
            start={start}
            level={point.level}
            label={t('course', { name: f.coded(s.name) })}
          />
        ),
      },
      {
        id: 'count',
        header: t('column.count'),
        width: 94,
        align: 'right',
        isDerived: true,
        text: (row) => String((row as ValueRow & { n: number }).n),
        sort: (row) => (row as ValueRow & { n: number }).n,
        cell: (row) => <span className="muted">{(row as ValueRow & { n: number }).n}</span>,
      },
    ],
    [t, f, start],
  );
  return <ValuesTable name="tests" label={t('views.tests')} rows={rows} link={link} extra={extra} isLatest />;
}

function Course({
  series,
  start,
  level,
  label,
}: {
  series: Series;
  start: number | null;
  level: ValueRow['point']['level'];
  label: string;
}) {
  const points = useMemo(
    () =>
      within(series, start)
        .flatMap((p) =>
          p.value === null || p.comparator !== null || Number.isNaN(timestampOf(p.date))
            ? []
            : [{ at: timestampOf(p.date), value: p.value }],
        )
        .slice(0, 30)
        .reverse(),
    [series, start],
  );
  const range = series.points[0]?.range;
  return (
    <Sparkline
      points={points}
      level={level}
      band={range && { low: range.low, high: range.high }}
      label={label}
      height={20}
    />
  );
}
