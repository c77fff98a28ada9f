'use client';
import { EmptyState } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { isSince, type Report, type Series, type ValueRow } from './rows.ts';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import { ValuesTable } from './values-table.tsx';
import { WholeLink } from '../../components/whole-link.tsx';
import { FileView } from '../../components/files/file-view.tsx';
import { contentUrl } from '../../components/files/content-url.ts';
import styles from './results.module.css';

/** Reports as they were sent, latest first; one opens to its values and what its author concluded. `?report=id` opens one. */
export function ReportsList({
  patientId,
  reports,
  series,
  start,
  hrefOf,
}: {
  patientId: string;
  reports: readonly Report[];
  series: readonly Series[];
  start: number | null;
  hrefOf: (key: string) => string;
}) {
  const t = useTranslations('results');
  const [asked] = useQueryState('report', parseAsString);
  const [shown, setShown] = useState(40);
  const byKey = useMemo(() => new Map(series.map((s) => [s.key, s])), [series]);
  const inPeriod = useMemo(() => reports.filter((r) => isSince(r, start)), [reports, start]);
  const shownReports = inPeriod.slice(0, Math.max(shown, inPeriod.findIndex((r) => r.id === asked) + 1));
  if (inPeriod.length === 0)
    return (
      <div className={styles.tableCard}>
        <EmptyState title={t(reports.length === 0 ? 'reports.none' : 'reports.noneInPeriod')} />
      </div>
    );
  return (
    <>
      <ul className={styles.reports}>
        {shownReports.map((r) => (
          <ReportLine
            key={r.id}
            report={r}
            patientId={patientId}
            series={byKey}
            isAsked={r.id === asked}
            hrefOf={hrefOf}
          />
        ))}
      </ul>
      {shownReports.length < inPeriod.length && (
        <button type="button" className={styles.moreButton} onClick={() => setShown(shown + 40)}>
          {t('reports.more', { n: inPeriod.length - shownReports.length })}
        </button>
      )}
    </>
  );
}

const statuses = [
  'registered',
  'preliminary',
  'amended',
  'corrected',
  'appended',
  'cancelled',
  'unknown',
] as const;
const statusOf = (status: string): (typeof statuses)[number] =>
  status === 'partial' ? 'preliminary' : (statuses.find((known) => known === status) ?? 'unknown');
const saysInWords = ({ conclusion, conclusions, files, narrative }: Report): boolean =>
  conclusion !== null || narrative !== null || conclusions.length + files.length > 0;

/** The report as it was sent out; each file opens below its name. */
function ReportFiles({ report, patientId }: { report: Report; patientId: string }) {
  const t = useTranslations('results');
  const f = useFormats();
  const [open, setOpen] = useState<number | null>(null);
  const titleOf = (file: Report['files'][number]) => file.title ?? t('reports.file', { n: file.index + 1 });
  return report.files.map((file) => {
    const isOpen = open === file.index;
    return (
      <div key={file.index}>
        <button
          type="button"
          className={styles.moreButton}
          aria-expanded={isOpen}
          onClick={() => setOpen(isOpen ? null : file.index)}
        >
          {t(isOpen ? 'reports.close' : 'reports.open', { title: titleOf(file) })}
        </button>
        {file.created && <span className="muted"> {f.date(file.created)}</span>}
        {isOpen && (
          <FileView
            file={file}
            url={contentUrl(patientId, report.id, file.index, 'report')}
            title={titleOf(file)}
          />
        )}
      </div>
    );
  });
}

function ReportLine({
  report,
  patientId,
  series,
  isAsked,
  hrefOf,
}: {
  report: Report;
  patientId: string;
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
          {report.status !== 'final' && (
            <StateChip tone="attention">{t(`status.${statusOf(report.status)}`)}</StateChip>
          )}
          <span className={styles.reportNote}>
            {[
              rows.length === 0 && saysInWords(report)
                ? t('reports.text')
                : t('reports.values', { n: rows.length }),
              outside > 0 && t('reports.outside', { n: outside }),
            ]
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
              <p className={styles.words}>
                <strong>{t('reports.conclusion')}</strong> {report.conclusion}
              </p>
            )}
            {report.conclusions.length > 0 && (
              <p>
                <strong>{t(report.conclusion ? 'reports.conclusions' : 'reports.conclusion')}</strong>{' '}
                {report.conclusions.map((code) => f.coded(code)).join(' · ')}
              </p>
            )}
            {report.narrative && <p className={styles.words}>{report.narrative}</p>}
            <ReportFiles report={report} patientId={patientId} />
            {report.performers.length > 0 && <p className="muted">{report.performers.join(' · ')}</p>}
            {rows.length > 0 && (
              <ValuesTable
                name="report"
                label={f.coded(report.name)}
                rows={rows}
                link={({ series: s }, name) => <SamePageLink href={hrefOf(s.key)}>{name}</SamePageLink>}
              />
            )}
            {report.named.map((name) => (
              <p key={name}>{t('reports.named', { name })}</p>
            ))}
            {report.missing > 0 && <p className="muted">{t('reports.missing', { n: report.missing })}</p>}
            <WholeLink patientId={patientId} type={report.type} id={report.id} />
          </div>
        )}
      </details>
    </li>
  );
}
