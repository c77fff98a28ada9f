'use client';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useTranslations } from 'next-intl';
import { useMemo, type ReactNode } from 'react';
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
import { useStatusWords } from './status-words.tsx';
import styles from './results.module.css';

interface Props {
  /** Of the table's kept settings. */
  name: string;
  label: string;
  rows: readonly ValueRow[];
  /** All rows are of one test: its name and unit stand in the heading. */
  isOneTest?: boolean;
  /** Wraps the name of a test, a link to its course. */
  link?: (row: ValueRow, name: string) => ReactNode;
}

/** Values with their unit, flag and range in columns of their own. */
export function ValuesTable({ name, label, rows, isOneTest = false, link }: Props) {
  const t = useTranslations('results');
  const c = useTranslations('common');
  const f = useFormats();
  const status = useStatusWords();
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
      kind: 'time',
      width: 160,
      isHeader: isOneTest,
      text: ({ point }) => f.observedAt(point),
      sort: ({ point }) => {
        const at = timestampOf(point.date);
        return Number.isNaN(at) ? null : at;
      },
      cell: ({ point }) => <span className={styles.date}>{f.observedAt(point)}</span>,
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
        cell: ({ point }) => <RecordedValue value={point.shown} level={point.level} isAligned />,
      },
      ...(isOneTest
        ? []
        : [
            {
              id: 'unit',
              header: t('column.unit'),
              isExportOnly: true,
              text: ({ series }: ValueRow) => unitWords(series, f),
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
        folds: 2,
        text: ({ point }) => [rangeWords(point, f), judgementWords(point, f)].filter(Boolean).join(' · '),
        cell: ({ point }) => (
          <span className="muted">
            <RangeWords point={point} />
            <JudgementNote of={point} />
          </span>
        ),
      },
      ...(isOneTest
        ? [
            {
              id: 'status',
              header: t('column.status'),
              width: 190,
              folds: 2 as const,
              text: ({ point }: ValueRow) => [status(point.status), point.note].filter(Boolean).join(' · '),
              cell: ({ point }: ValueRow) => (
                <span className="muted">
                  {[
                    status(point.status),
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
  }, [t, c, f, status, isOneTest, hasWords, link]);
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
