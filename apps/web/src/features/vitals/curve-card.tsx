'use client';
import type { Series, VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import { SectionCard } from '@keneyapp/ui/section-card';
import Button from '@mui/material/Button';
import { useEffect, useMemo, useRef, useState } from 'react';
import { bandsOver } from './bands.ts';
import { CourseChart } from '../../components/course/course-chart.tsx';
import { courseBands, courseLines } from './course.ts';
import { useExport } from '../../components/use-export.ts';
import { useVitalsWords } from './use-vitals-words.ts';
import styles from './curves.module.css';

/** One or two curves with their normal zone and critical limits; the table is one key away. */
export function CurveCard({
  group,
  subject,
  span,
  isOpened,
}: {
  group: readonly Series[];
  subject: VitalsSubject;
  /** The period, the same for all cards. */
  span: readonly [from: number, to: number];
  /** The page was opened for it. */
  isOpened: boolean;
}) {
  const words = useVitalsWords();
  const { t, formats, unit } = words;
  const [isTable, setIsTable] = useState(false);
  const exporting = useExport();
  const svg = useRef<SVGSVGElement>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isOpened) box.current?.scrollIntoView({ block: 'center' });
  }, [isOpened]);
  const name = t(group.length > 1 ? 'names.bloodPressure' : `names.${group[0]?.sign ?? 'heartRate'}`);
  const content = `${t('title')} ${name}`;
  const points = group
    .flatMap((s) => s.points.map((p) => ({ ...p, sign: s.sign, unit: s.unit })))
    .sort((a, b) => Date.parse(b.takenAt) - Date.parse(a.takenAt));
  const last = points[0];
  const bands = useMemo(() => group.flatMap((s) => bandsOver(s, subject)), [group, subject]);
  const lines = courseLines(group, bands, words);
  const drawn = courseBands(bands, group.length > 1, words);
  const csv = () =>
    exporting.csv(content, [
      [
        t('curves.date'),
        t('table.measure'),
        t('curves.value'),
        t('curves.unit'),
        t('curves.level'),
        t('curves.by'),
      ],
      ...points.map((p) => [
        formats.dateTime(p.takenAt),
        t(`names.${p.sign}`),
        `${p.comparator ?? ''}${formats.locale === 'fr' ? p.digits.replace('.', ',') : p.digits}`,
        unit(p.unit),
        t(`levels.${p.level}`),
        p.recordedBy,
      ]),
    ]);
  const png = () => {
    const of = unit(group[0]?.unit ?? null);
    if (svg.current) exporting.png(content, svg.current, { title: of ? `${name} (${of})` : name });
  };
  return (
    <div ref={box} aria-current={isOpened || undefined} className={styles.card}>
      <SectionCard
        title={name}
        count={t('curves.points', { n: points.length })}
        tools={
          <>
            <Button onClick={() => setIsTable(!isTable)} aria-pressed={isTable}>
              {t('curves.table')}
            </Button>
            {!isTable && (
              <Button onClick={png} aria-label={`${t('curves.export', { name })} PNG`}>
                PNG
              </Button>
            )}
            <Button onClick={csv} aria-label={`${t('curves.export', { name })} CSV`}>
              CSV
            </Button>
          </>
        }
      >
        {isTable ? (
          <ScrollBox label={name} height="card">
            <table className={styles.miniTable}>
              <thead>
                <tr>
                  <th scope="col">{t('curves.date')}</th>
                  <th scope="col">{t('curves.value')}</th>
                  <th scope="col">{t('curves.level')}</th>
                  <th scope="col">{t('curves.by')}</th>
                </tr>
              </thead>
              <tbody>
                {points.map((p) => (
                  <tr key={`${p.observationId}-${p.sign}`}>
                    <td>{formats.dateTime(p.takenAt)}</td>
                    <td>
                      {group.length > 1 && `${t(`names.${p.sign}`)} `}
                      {formats.amount({ ...p, unit: null, code: p.unit })}
                    </td>
                    <td>{t(`levels.${p.level}`)}</td>
                    <td>{p.recordedBy}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollBox>
        ) : (
          <div className={styles.chart}>
            <CourseChart
              lines={lines}
              bands={drawn}
              span={span}
              height={230}
              svgRef={svg}
              label={t('curves.chart', {
                name,
                n: points.length,
                last: last ? formats.amount({ ...last, unit: null, code: last.unit }) : '',
              })}
              onToggle={() => setIsTable(true)}
            />
            {(bands.length > 0 || group.length > 1) && (
              <p className={styles.legend}>
                {group.length > 1 &&
                  group.map((s, i) => (
                    <span key={s.sign}>
                      <i data-kind="line" data-index={i} aria-hidden />
                      {t(`names.${s.sign}`)}
                    </span>
                  ))}
                {bands.some((b) => b.low !== null || b.high !== null) && (
                  <span>
                    <i data-kind="band" aria-hidden />
                    {t('curves.band')}
                  </span>
                )}
                {bands.some((b) => b.criticalLow !== null || b.criticalHigh !== null) && (
                  <span>
                    <i data-kind="critical" aria-hidden />
                    {t('curves.critical')}
                  </span>
                )}
              </p>
            )}
          </div>
        )}
      </SectionCard>
    </div>
  );
}
