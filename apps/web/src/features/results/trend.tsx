'use client';
import { useTranslations } from 'next-intl';
import { useMemo, useRef } from 'react';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { JudgementNote } from '../../components/judgement-note.tsx';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { useExport } from '../../components/use-export.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { timestampOf, unitWords, valueWords, within, type Series } from './rows.ts';
import { TrendChart } from './trend-chart.tsx';
import { ValuesTable } from './values-table.tsx';
import styles from './trend.module.css';

interface Props {
  series: Series;
  start: number | null;
  now: number;
  isTable: boolean;
  isOnly: boolean;
  toggleHref: string;
  onToggle: () => void;
  closeHref: string;
  allHref: string;
}

/** A test's course: chart or table, as picture, last value in its heading. */
export function Trend({
  series,
  start,
  now,
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
  const drawable = points.filter((p) => p.value !== null && !Number.isNaN(timestampOf(p.date)));
  const [from, to] = useMemo(
    () =>
      spanOf(
        drawable.map((p) => timestampOf(p.date)),
        start,
        now,
      ),
    [drawable, start, now],
  );
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
      {points.length === 0 ? (
        <p className={styles.none}>
          {t('chart.noneInPeriod', { date: f.date(series.points[0]?.date ?? null) ?? '' })}{' '}
          <SamePageLink href={allHref}>{t('chart.showAll')}</SamePageLink>
        </p>
      ) : isTable || drawable.length === 0 ? (
        <ValuesTable name="trend" label={title} rows={points.map((point) => ({ series, point }))} isOneTest />
      ) : (
        <TrendChart
          series={series}
          from={from}
          to={to}
          height={isOnly ? 300 : 210}
          svgRef={svg}
          onToggle={onToggle}
        />
      )}
    </section>
  );
}

/** The period asked for; for all of it, what was measured with some room at its ends. */
function spanOf(times: number[], start: number | null, now: number): [number, number] {
  if (start !== null) return [start, Math.max(now, ...times)];
  const first = Math.min(...times),
    last = Math.max(...times);
  const room = Math.max((last - first) * 0.03, 12 * 3_600_000);
  return times.length === 0 ? [now - 1, now] : [first - room, last + room];
}
