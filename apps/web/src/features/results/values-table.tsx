'use client';
import { valueClass } from '@keneyapp/ui/flag-chip';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useTranslations } from 'next-intl';
import { useMemo, type ReactNode } from 'react';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { instant, panelName, rangeWords, unitWords, valueKey, valueWords, type ValueRow } from './rows.ts';
import styles from './results.module.css';

interface Props {
  /** Of the table's kept settings. */
  name: string;
  label: string;
  rows: readonly ValueRow[];
  /** All rows are of one test: its name and unit stand in the heading. */
  isOneTest?: boolean;
  /** One row a test, its last value: the day is enough. */
  isLatest?: boolean;
  /** Wraps the name of a test, a link to its course. */
  link?: (row: ValueRow, name: string) => ReactNode;
  /** More columns before the last. */
  extra?: TableColumn<ValueRow>[];
}

/** Values with their unit, flag and range in columns of their own. */
export function ValuesTable({
  name,
  label,
  rows,
  isOneTest = false,
  isLatest = false,
  link,
  extra = [],
}: Props) {
  const t = useTranslations('results');
  const c = useTranslations('common');
  const f = useFormats();
  const columns = useMemo<TableColumn<ValueRow>[]>(() => {
    const flag = ({ point }: ValueRow) =>
      point.level === 'critical' || point.level === 'abnormal'
        ? c(
            `clinical.flagLong.${point.direction === null ? point.level : point.level === 'critical' ? (point.direction === 'high' ? 'criticalHigh' : 'criticalLow') : point.direction}`,
          )
        : '';
    const date: TableColumn<ValueRow> = {
      id: 'date',
      header: t('column.date'),
      width: isLatest ? 104 : 160,
      isHeader: isOneTest,
      text: ({ point }) => f.dateTime(point.date),
      sort: ({ point }) => {
        const at = instant(point.date);
        return Number.isNaN(at) ? null : at;
      },
      cell: ({ point }) => (
        <span className={styles.date} title={f.dateTime(point.date) ?? undefined}>
          {(isLatest ? f.date(point.date) : f.dateTime(point.date)) ?? c('time.unknown')}
        </span>
      ),
    };
    return [
      ...(isOneTest
        ? [date]
        : [
            {
              id: 'name',
              header: t('column.name'),
              isHeader: true,
              text: ({ series }: ValueRow) =>
                [f.coded(series.name), panelName(series)].filter(Boolean).join(' · '),
              sort: ({ series }: ValueRow) => f.coded(series.name),
              cell: (row: ValueRow) => link?.(row, f.coded(row.series.name)) ?? f.coded(row.series.name),
            },
          ]),
      {
        id: 'value',
        header: t('column.value'),
        width: 96,
        align: 'right',
        text: ({ point }) => valueWords(point, f),
        sort: ({ point }) => valueKey(point),
        cell: ({ point }) => <span className={valueClass(point.level)}>{valueWords(point, f)}</span>,
      },
      ...(isOneTest
        ? []
        : [
            {
              id: 'unit',
              header: t('column.unit'),
              width: 88,
              hideBelow: 640 as const,
              text: ({ series }: ValueRow) => unitWords(series, f),
              sort: ({ series }: ValueRow) => unitWords(series, f),
              cell: ({ series }: ValueRow) => <span className="muted">{unitWords(series, f)}</span>,
            },
          ]),
      {
        id: 'flag',
        header: t('column.flag'),
        width: 70,
        text: flag,
        sort: ({ point }) => ({ critical: 0, abnormal: 1, normal: 2, unknown: 3 })[point.level],
        cell: ({ point }) => <ClinicalFlag level={point.level} direction={point.direction} />,
      },
      {
        id: 'range',
        header: t('column.range'),
        width: 112,
        align: 'right',
        hideBelow: 640,
        text: ({ point }) => rangeWords(point.range, f),
        cell: ({ point }) => <span className="muted">{rangeWords(point.range, f)}</span>,
      },
      ...extra,
      ...(isOneTest
        ? [
            {
              id: 'status',
              header: t('column.status'),
              width: 190,
              hideBelow: 640 as const,
              text: ({ point }: ValueRow) =>
                [statusWords(point.status, t), point.note].filter(Boolean).join(' · '),
              cell: ({ point }: ValueRow) => (
                <span className="muted">
                  {[
                    statusWords(point.status, t),
                    point.note,
                    point.recorded &&
                      t('chart.recordedAs', {
                        value: f.amount({ ...point.recorded, comparator: point.comparator }),
                      }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              ),
            },
          ]
        : [date]),
    ];
  }, [t, c, f, isOneTest, isLatest, link, extra]);
  return (
    <div className={styles.tableCard}>
      <DataTable
        name={`results-${name}`}
        label={label}
        rows={rows}
        columns={columns}
        rowKey={({ series, point }) => `${series.key} ${point.observationId}`}
      />
    </div>
  );
}

/** Final needs no word. */
function statusWords(status: string, t: ReturnType<typeof useTranslations<'results'>>): string {
  return status === 'preliminary'
    ? t('status.preliminary')
    : status === 'amended' || status === 'corrected'
      ? t('status.corrected')
      : '';
}
