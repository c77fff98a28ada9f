'use client';
import { EmptyState } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { instant, type Report, type Series, type ValueRow } from './rows.ts';
import { PlaceLink } from '../../components/place-link.tsx';
import { ValuesTable } from './values-table.tsx';
import styles from './results.module.css';

/** Reports as they were sent, latest first; one opens to its values and what its author concluded. `?report=id` opens one. */
export function ReportsList({
  reports,
  series,
  start,
  hrefOf,
}: {
  reports: readonly Report[];
  series: readonly Series[];
  start: number | null;
  hrefOf: (key: string) => string;
}) {
  const t = useTranslations('results');
  const asked = useSearchParams().get('report');
  const [shown, setShown] = useState(40);
  const byKey = useMemo(() => new Map(series.map((s) => [s.key, s])), [series]);
  const inPeriod = useMemo(
    () => reports.filter((r) => start === null || instant(r.date) >= start),
    [reports, start],
  );
  const visible = inPeriod.slice(0, Math.max(shown, inPeriod.findIndex((r) => r.id === asked) + 1));
  if (inPeriod.length === 0)
    return (
      <div className={styles.tableCard}>
        <EmptyState title={t(reports.length === 0 ? 'reports.none' : 'reports.noneInPeriod')} />
      </div>
    );
  return (
    <>
      <ul className={styles.reports}>
        {visible.map((r) => (
          <ReportLine key={r.id} report={r} series={byKey} isAsked={r.id === asked} hrefOf={hrefOf} />
        ))}
      </ul>
      {visible.length < inPeriod.length && (
        <button type="button" className={styles.moreButton} onClick={() => setShown(shown + 40)}>
          {t('reports.more', { n: inPeriod.length - visible.length })}
        </button>
      )}
    </>
  );
}

function ReportLine({
  report,
  series,
  isAsked,
  hrefOf,
}: {
  report: Report;
  series: ReadonlyMap<string, Series>;
  isAsked: boolean;
  hrefOf: (key: string) => string;
}) {
  const t = useTranslations('results');
  const c = useTranslations('common');
  const f = useFormats();
  const [isOpen, setOpen] = useState(isAsked);
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isAsked) box.current?.scrollIntoView({ block: 'center' });
  }, [isAsked]);
  const rows = useMemo(
    () =>
      report.results.flatMap(({ observationId, seriesKey }): ValueRow[] => {
        const found = series.get(seriesKey),
          point = found?.points.find((p) => p.observationId === observationId);
        return found && point ? [{ series: found, point }] : [];
      }),
    [report, series],
  );
  const outside = rows.filter(({ point }) => point.level === 'abnormal' || point.level === 'critical').length;
  return (
    <li>
      <details
        ref={box}
        open={isOpen}
        onToggle={(event) => setOpen(event.currentTarget.open)}
        className={styles.report}
      >
        <summary>
          <span className={styles.reportName}>{f.coded(report.name)}</span>
          {report.status === 'preliminary' || report.status === 'partial' ? (
            <span className={styles.tag}>{t('status.preliminary')}</span>
          ) : null}
          <span className={styles.reportNote}>
            {[t('reports.values', { n: rows.length }), outside > 0 && t('reports.outside', { n: outside })]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <time className={styles.reportDate} dateTime={report.date ?? undefined}>
            {f.dateTime(report.date) ?? c('time.unknown')}
          </time>
        </summary>
        {isOpen && (
          <div className={styles.reportBody}>
            {report.conclusion && (
              <p>
                <strong>{t('reports.conclusion')}</strong> {report.conclusion}
              </p>
            )}
            {report.performers.length > 0 && <p className="muted">{report.performers.join(' · ')}</p>}
            {rows.length > 0 && (
              <ValuesTable
                name="report"
                label={f.coded(report.name)}
                rows={rows}
                link={({ series: s }, name) => <PlaceLink href={hrefOf(s.key)}>{name}</PlaceLink>}
              />
            )}
            {report.named.map((name) => (
              <p key={name}>{t('reports.named', { name })}</p>
            ))}
            {report.missing > 0 && <p className="muted">{t('reports.missing', { n: report.missing })}</p>}
          </div>
        )}
      </details>
    </li>
  );
}
