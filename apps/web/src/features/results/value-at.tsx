'use client';
import { useNow, useTranslations } from 'next-intl';
import { Aged, useIsOld } from '../../components/aged.tsx';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { RecordedValue } from '../../components/recorded-value.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import type { Point, Series } from './rows.ts';
import { StatusMark } from './status-words.tsx';
import styles from './results.module.css';

/** What is so young is followed by the hour. */
const recentHours = 72;

/** One of the values that stand side by side, on one line: number, flag, state, day. The unit is said once, at the last. */
export function ValueAt({ series, points, at }: { series: Series; points: readonly Point[]; at: number }) {
  const t = useTranslations('results');
  const c = useTranslations('common');
  const f = useFormats();
  const isOld = useIsOld();
  const now = useNow({ updateInterval: 60_000 }).getTime();
  const point = points[at];
  if (!point) return null;
  const day = f.date(point.date);
  // values of one day are told apart by their time
  const isOfOneDay = points.some((other, i) => i !== at && day !== null && f.date(other.date) === day);
  // and of what is followed hour by hour
  const isRecent = now - Date.parse(point.date ?? '') < recentHours * 3_600_000;
  const time = isOfOneDay || isRecent ? f.time(point.date) : null;
  const isAged = at === 0 && isOld(point.date, series.freshForDays);
  return (
    <Aged isOld={isAged}>
      <span className={styles.valueAt}>
        {point.shown.kind === 'sampled' ? (
          // short here: its course says how it was sampled
          <span title={f.value(point.shown)}>{t('trace', { n: point.shown.sampled.dimensions })}</span>
        ) : (
          <RecordedValue
            value={point.shown}
            level={point.level}
            hasUnit={at === 0 || point.shown.kind !== 'quantity'}
          />
        )}
        <span className={styles.marks}>
          <ClinicalFlag level={point.level} direction={point.direction} />
        </span>
        <span className={styles.when} title={f.observedAt(point)}>
          <StatusMark status={point.status} />
          {point.recorded && (
            <span
              className={styles.status}
              title={t('chart.recordedAs', { value: f.amount(point.recorded) })}
            >
              {t('converted')}
            </span>
          )}
          {isAged && <span className="visually-hidden">{c('observed.old')} </span>}
          {day === null ? c('time.unknown') : time === null ? day : `${day.slice(0, 5)} ${time}`}
        </span>
      </span>
    </Aged>
  );
}
