'use client';
import { useTranslations } from 'next-intl';
import { useMemo, useRef } from 'react';
import dynamic from 'next/dynamic';
import { CourseChart } from '../../components/course/course-chart.tsx';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { JudgementNote } from '../../components/judgement-note.tsx';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { useExport } from '../../components/use-export.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { courseBands, coursePoints } from './course.ts';
import { unitWords, valueWords, within, type Series } from './rows.ts';
import { useStatusWords } from './status-words.tsx';
import { ValuesTable } from './values-table.tsx';
import styles from './trend.module.css';

const RecordedTrace = dynamic(() => import('./recorded-trace.tsx').then((m) => m.RecordedTrace));

interface Props {
  patientId: string;
  series: Series;
  start: number | null;
  /** The same for all that are compared. */
  span: readonly [from: number, to: number];
  isTable: boolean;
  isOnly: boolean;
  toggleHref: string;
  onToggle: () => void;
  closeHref: string;
  allHref: string;
}

/** A test's course: chart or table, as picture, last value in its heading. */
export function Trend({
  patientId,
  series,
  start,
  span,
  isTable,
  isOnly,
  toggleHref,
  onToggle,
  closeHref,
  allHref,
}: Props) {
  const t = useTranslations('results');
  const c = useTranslations('common');
  const f = useFormats();
  const svg = useRef<SVGSVGElement>(null);
  const exporting = useExport();
  const points = useMemo(() => within(series, start), [series, start]);
  const status = useStatusWords();
  const { drawable, lines, bands } = useMemo(() => {
    const words = {
      f,
      spoken: (of: Record<'date' | 'value' | 'flag' | 'range' | 'status', string>) => t('chart.point', of),
      recordedAs: (value: string) => t('chart.recordedAs', { value }),
      critical: (value: string) => t('chart.critical', { value }),
      status,
    };
    const drawable = coursePoints(series, points, words);
    return { drawable, lines: [{ id: series.key, points: drawable }], bands: courseBands(points, words) };
  }, [series, points, f, t, status]);
  const [from, to] = span;
  const [last] = points;
  const name = f.coded(series.name),
    unit = unitWords(series, f);
  const title = unit ? `${name} (${unit})` : name;

  const savePicture = () => {
    if (svg.current)
      exporting.png(t('title'), svg.current, {
        title,
        lines: [
          t('chart.caption', {
            from: f.date(new Date(from).toISOString()) ?? '',
            to: f.date(new Date(to).toISOString()) ?? '',
          }),
        ],
      });
  };

  // the newest recording; every one has its line in the table below
  const sampled = points.find((p) => p.shown.kind === 'sampled');

  return (
    <section className={styles.card} aria-label={title}>
      <div className={styles.head}>
        <h2>{name}</h2>
        {last && (
          <span className={styles.note}>
            {valueWords(last, f)} {last.shown.kind === 'quantity' && unit}{' '}
            <ClinicalFlag level={last.level} direction={last.direction} /> ·{' '}
            {f.date(last.date) ?? c('time.unknown')} <JudgementNote of={last} />
          </span>
        )}
        <div className={styles.tools}>
          {drawable.length > 0 && (
            <SamePageLink className={styles.tool} href={toggleHref} replace>
              {isTable ? t('chart.asChart') : t('chart.asTable')}
            </SamePageLink>
          )}
          {!isTable && drawable.length > 0 && (
            <button type="button" className={styles.tool} onClick={savePicture}>
              {t('chart.png')}
            </button>
          )}
          <SamePageLink
            className={styles.tool}
            href={closeHref}
            aria-label={t('chart.close', { name })}
            title={c('actions.close')}
          >
            ✕
          </SamePageLink>
        </div>
      </div>
      {sampled && <RecordedTrace patientId={patientId} observationId={sampled.observationId} />}
      {points.length === 0 ? (
        <p className={styles.none}>
          {t('chart.noneInPeriod', { date: f.date(series.points[0]?.date ?? null) ?? '' })}{' '}
          <SamePageLink href={allHref}>{t('chart.showAll')}</SamePageLink>
        </p>
      ) : isTable || drawable.length === 0 ? (
        <ValuesTable name="trend" label={title} rows={points.map((point) => ({ series, point }))} isOneTest />
      ) : (
        <CourseChart
          lines={lines}
          bands={bands}
          span={span}
          label={t('chart.label', { name, n: drawable.length })}
          height={isOnly ? 300 : 210}
          svgRef={svg}
          onToggle={onToggle}
        />
      )}
    </section>
  );
}
