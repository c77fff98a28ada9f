'use client';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useTranslations } from 'next-intl';
import { useMemo, type ReactNode } from 'react';
import { Aged, useIsOld } from '../../components/aged.tsx';
import { Ago } from '../../components/ago.tsx';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { JudgementNote, judgementWords } from '../../components/judgement-note.tsx';
import { RecordedValue } from '../../components/recorded-value.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { RangeWords } from './range-words.tsx';
import {
  timestampOf,
  panelName,
  rangeWords,
  unitWords,
  valueKey,
  valueWords,
  type ValueRow,
} from './rows.ts';
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
  const isOld = useIsOld();
  const hasWords = useMemo(
    () => rows.some(({ point }) => point.value === null && valueWords(point, f).length > 10),
    [rows, f],
  );
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
      kind: isLatest ? 'date' : 'time',
      width: isLatest ? 104 : 160,
      isHeader: isOneTest,
      text: ({ point }) => f.observedAt(point),
      sort: ({ point }) => {
        const at = timestampOf(point.date);
        return Number.isNaN(at) ? null : at;
      },
      cell: ({ series, point }) => (
        <>
          <span className={styles.date} title={f.observedAt(point)}>
            {isLatest ? (f.date(point.date) ?? c('time.unknown')) : f.observedAt(point)}
          </span>
          {isLatest && isOld(point.date, series.freshForDays) && (
            <span className={styles.age}>
              <span className="visually-hidden">{c('observed.old')} </span>
              <Ago value={point.date} />
            </span>
          )}
        </>
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
        kind: 'quantity',
        width: hasWords ? 220 : 152,
        align: 'right',
        text: ({ point }) => valueWords(point, f),
        sort: ({ point }) => valueKey(point, f),
        cell: ({ series, point }) => (
          <Aged isOld={isLatest && isOld(point.date, series.freshForDays)}>
            <RecordedValue value={point.shown} level={point.level} isAligned />
          </Aged>
        ),
      },
      ...(isOneTest
        ? []
        : [
            {
              id: 'unit',
              header: t('column.unit'),
              isExportOnly: true,
              text: ({ series }: ValueRow) => unitWords(series, f),
              cell: () => null,
            },
          ]),
      {
        id: 'flag',
        header: t('column.flag'),
        width: 70,
        text: flag,
        sort: ({ point }) => ({ critical: 0, abnormal: 1, normal: 2, unknown: 3 })[point.level],
        cell: ({ series, point }) => (
          <Aged isOld={isLatest && isOld(point.date, series.freshForDays)}>
            <ClinicalFlag level={point.level} direction={point.direction} />
          </Aged>
        ),
      },
      {
        id: 'range',
        header: t('column.range'),
        width: 112,
        align: 'right',
        folds: 2,
        text: ({ point }) => [rangeWords(point, f), judgementWords(point, f)].filter(Boolean).join(' · '),
        cell: ({ point }) => (
          <span className="muted">
            <RangeWords point={point} />
            <JudgementNote of={point} />
          </span>
        ),
      },
      ...extra,
      ...(isOneTest
        ? [
            {
              id: 'status',
              header: t('column.status'),
              width: 190,
              folds: 2 as const,
              text: ({ point }: ValueRow) =>
                [statusWords(point.status, t), point.note].filter(Boolean).join(' · '),
              cell: ({ point }: ValueRow) => (
                <span className="muted">
                  {[
                    statusWords(point.status, t),
                    point.note,
                    point.recorded && t('chart.recordedAs', { value: f.amount(point.recorded) }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              ),
            },
          ]
        : [date]),
    ];
  }, [t, c, f, isOneTest, isLatest, isOld, hasWords, link, extra]);
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
      : status === 'registered' || status === 'unknown' || status === 'partial'
        ? t(`status.${status}`)
        : '';
}
