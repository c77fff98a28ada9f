'use client';
import { Sparkline } from '@keneyapp/ui/sparkline';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { JudgementNote, judgementWords } from '../../components/judgement-note.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { RangeWords } from './range-words.tsx';
import {
  namesakesIn,
  panelName,
  rangeWords,
  shownOfTest,
  timestampOf,
  unitWords,
  valueWords,
  within,
  type Point,
  type Series,
  type TestRow,
} from './rows.ts';
import { maxTests } from './search-params.ts';
import { TestName } from './test-name.tsx';
import { ValueAt } from './value-at.tsx';
import styles from './results.module.css';

const severity = { critical: 0, abnormal: 1, normal: 2, unknown: 3 };
/** Pixels of the box beside the name. */
const compareBox = 26;
const places = ['last', 'before', 'earlier'] as const;

interface Props {
  series: readonly Series[];
  start: number | null;
  hrefOf: (key: string) => string;
  /** Those whose courses are shown. */
  chosen: readonly string[];
  onCompare: (key: string, isOn: boolean, at: Element) => void;
}

/** A line for each test under its panel: its last three values in the period, newest first, and the way it went. */
export function TestsTable({ series, start, hrefOf, chosen, onCompare }: Props) {
  const t = useTranslations('results');
  const f = useFormats();
  const rows = useMemo(
    () =>
      series.flatMap((s): TestRow[] => {
        const points = within(s, start);
        return points.length > 0
          ? [{ series: s, points: points.slice(0, shownOfTest), n: points.length }]
          : [];
      }),
    [series, start],
  );
  const namesakes = useMemo(() => namesakesIn(series), [series]);
  const groupOf = useCallback(
    ({ series: s }: TestRow) => {
      const panel = panelName(s) === null ? null : f.coded(s.panel);
      if (s.category === 'laboratory') return panel ?? t('noPanel');
      return [t(`category.${s.category}`), panel].filter(Boolean).join(' · ');
    },
    [t, f],
  );
  const columns = useMemo<TableColumn<TestRow>[]>(() => {
    const forFile = (
      id: string,
      header: string,
      text: TableColumn<TestRow>['text'],
    ): TableColumn<TestRow> => ({ id, header, isExportOnly: true, text });
    const last = ({ points }: TestRow) => points[0];
    const valueText = (point: Point | undefined) => (point ? valueWords(point, f) : '');
    return [
      {
        id: 'name',
        header: t('column.name'),
        isHeader: true,
        beside: compareBox,
        text: ({ series: s }) => f.coded(s.name),
        sort: 'text',
        cell: ({ series: s }) => (
          <TestName
            name={f.coded(s.name)}
            unit={namesakes.has(s.key) ? unitWords(s, f) : ''}
            href={hrefOf(s.key)}
            isOn={chosen.includes(s.key)}
            isFull={chosen.length >= maxTests}
            onCompare={(isOn, at) => onCompare(s.key, isOn, at)}
          />
        ),
      },
      forFile('panel', t('column.panel'), groupOf),
      ...places.flatMap((place, at): TableColumn<TestRow>[] => [
        {
          id: place,
          header: t(`column.${place}`),
          kind: 'quantity',
          align: 'right',
          width: at === 0 ? 258 : 182,
          text: ({ points }) => valueText(points[at]),
          ...(at === 0 && { sort: (row) => severity[last(row)?.level ?? 'unknown'] }),
          ...(at > 0 && { folds: at === 1 ? (2 as const) : (1 as const), isOptional: true }),
          cell: ({ series: s, points }) => <ValueAt series={s} points={points} at={at} />,
        },
        ...(at === 0
          ? [
              forFile('unit', t('column.unit'), ({ series: s }) => unitWords(s, f)),
              forFile('flag', t('column.flag'), ({ points: [point] }) =>
                point && severity[point.level] < 2 ? f.levelWords(point.level, point.direction) : '',
              ),
            ]
          : []),
        forFile(`${place}At`, `${t(`column.${place}`)} · ${t('column.date')}`, ({ points }) => {
          const point = points[at];
          return point ? f.observedAt(point) : '';
        }),
      ]),
      {
        id: 'range',
        header: t('column.range'),
        width: 96,
        align: 'right',
        folds: 2,
        text: ({ points: [point] }) =>
          point ? [rangeWords(point, f), judgementWords(point, f)].filter(Boolean).join(' · ') : '',
        cell: ({ points: [point] }) =>
          point && (
            <span className="muted">
              <RangeWords point={point} />
              <JudgementNote of={point} />
            </span>
          ),
      },
      {
        id: 'course',
        header: t('column.course'),
        width: 108,
        isDerived: true,
        isWordless: true,
        text: () => null,
        cell: ({ series: s, points }) => (
          <Course
            series={s}
            start={start}
            level={points[0]?.level ?? 'unknown'}
            label={t('course', { name: f.coded(s.name) })}
          />
        ),
      },
      forFile('count', t('column.count'), ({ n }) => String(n)),
    ];
  }, [t, f, start, hrefOf, chosen, onCompare, groupOf, namesakes]);
  return (
    <div className={styles.tableCard}>
      <DataTable
        name="results-tests"
        label={t('views.tests')}
        rows={rows}
        columns={columns}
        rowKey={({ series: s }) => s.key}
        groupOf={groupOf}
      />
    </div>
  );
}

function Course({
  series,
  start,
  level,
  label,
}: {
  series: Series;
  start: number | null;
  level: Point['level'];
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
