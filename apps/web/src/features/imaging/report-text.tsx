'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import type { DicomJson } from './dicom-json.ts';
import styles from './series-objects.module.css';
import { references, structuredReport, type ReportLine } from './structured-report.ts';

/** A structured report, or what a selection of images says and names, as text. */
export function ReportText({ object, isSelection }: { object: DicomJson; isSelection: boolean }) {
  const t = useTranslations('imaging.objects');
  const f = useFormats();
  const report = structuredReport(object);
  const details = [
    report.observers.length > 0 && t('observer', { name: report.observers.join(', ') }),
    report.date && t('made', { date: f.dateTime(report.date) ?? report.date }),
    report.isComplete === false && t('partial'),
    report.isVerified !== null && t(report.isVerified ? 'verified' : 'unverified'),
  ].filter(Boolean);
  return (
    <div className={styles.report}>
      {report.title && <h4>{report.title}</h4>}
      {details.length > 0 && <p className="muted">{details.join(' · ')}</p>}
      {report.lines.length > 0 ? <Lines of={report.lines} /> : <p className="muted">{t('emptyReport')}</p>}
      {isSelection && (
        <ul>
          {references(object).map(({ series, objects }) => (
            <li key={series}>{t('reference', { n: objects, series })}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Lines({ of }: { of: readonly ReportLine[] }) {
  const t = useTranslations('imaging.objects');
  const f = useFormats();
  const words = ({ kind, value }: ReportLine) =>
    value === null
      ? ''
      : kind === 'date'
        ? (f.date(value) ?? value)
        : kind === 'dateTime'
          ? (f.dateTime(value) ?? value)
          : kind === 'reference'
            ? t('pointsAt', { uid: value })
            : kind === 'place'
              ? t('drawn', { shape: value })
              : value;
  return (
    <ul>
      {of.map((line, i) => (
        <li key={i}>
          {line.name && (
            <span className={line.value === null ? styles.heading : styles.name}>{line.name}</span>
          )}
          {line.name && line.value !== null && f.colon}
          {words(line)}
          {line.children.length > 0 && <Lines of={line.children} />}
        </li>
      ))}
    </ul>
  );
}
