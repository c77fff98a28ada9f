'use client';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { judgementWords } from '../../components/judgement-note.tsx';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { RecordedValue } from '../../components/recorded-value.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { RangeWords } from './range-words.tsx';
import { placeInTime, unitWords, within, type Point, type Series } from './rows.ts';
import styles from './grid.module.css';

const step = 20;

/** Tests down, days across, latest first: what a paper flow sheet was. More days are drawn when asked for. */
export function GridTable({
  series,
  start,
  hrefOf,
}: {
  series: readonly Series[];
  start: number | null;
  hrefOf: (key: string) => string;
}) {
  const t = useTranslations('results');
  const c = useTranslations('common');
  const f = useFormats();
  const [columns, setColumns] = useState(step);
  const { days, cells, rows } = useMemo(
    () => gridOf(series, start, (date) => f.date(date) ?? c('time.unknown')),
    [series, start, f, c],
  );
  const shown = days.slice(0, columns);
  return (
    <ScrollBox label={t('views.grid')} height="page" isFramed>
      <table className={styles.grid}>
        <thead>
          <tr>
            <th scope="col" className={styles.name}>
              {t('column.name')}
            </th>
            <th scope="col" className={styles.range}>
              {t('column.range')}
            </th>
            {shown.map((day) => (
              <th key={day} scope="col">
                {day}
              </th>
            ))}
            {days.length > columns && (
              <th scope="col">
                <button type="button" className={styles.more} onClick={() => setColumns(columns + step)}>
                  {t('grid.more', { n: days.length - columns })}
                </button>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((s) => (
            <tr key={s.key}>
              <th scope="row" className={styles.name}>
                <SamePageLink href={hrefOf(s.key)}>{f.coded(s.name)}</SamePageLink>{' '}
                <span className="muted">{unitWords(s, f)}</span>
              </th>
              <td className={styles.range}>{s.points[0] && <RangeWords point={s.points[0]} />}</td>
              {shown.map((day) => (
                <td key={day}>
                  {cells.get(`${s.key}\u0000${day}`)?.map((p) => (
                    <span
                      key={p.observationId}
                      className={styles.value}
                      title={[f.observedAt(p), judgementWords(p, f)].filter(Boolean).join(' · ')}
                    >
                      <RecordedValue value={p.shown} level={p.level} hasUnit={p.shown.kind !== 'quantity'} />{' '}
                      <ClinicalFlag level={p.level} direction={p.direction} />
                    </span>
                  ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function gridOf(series: readonly Series[], start: number | null, dayOf: (date: string | null) => string) {
  const latest = new Map<string, number>();
  const cells = new Map<string, Point[]>();
  const rows = series.filter((s) => {
    const points = within(s, start);
    for (const point of points) {
      const day = dayOf(point.date);
      latest.set(day, Math.max(latest.get(day) ?? -Infinity, placeInTime(point)));
      const key = `${s.key}\u0000${day}`,
        held = cells.get(key);
      if (held) held.push(point);
      else cells.set(key, [point]);
    }
    return points.length > 0;
  });
  return { rows, cells, days: [...latest].sort((a, b) => b[1] - a[1]).map(([day]) => day) };
}
