'use client';
import type { ResultRow, SummaryView } from '@keneyapp/bff/features/summary/view';
import { EmptyState } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import { Aged, useIsOld } from '../../components/aged.tsx';
import { Ago } from '../../components/ago.tsx';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { JudgementNote } from '../../components/judgement-note.tsx';
import { RecordedValue } from '../../components/recorded-value.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { Block } from './block.tsx';
import { LeadsOn } from '../../components/leads-on.tsx';
import { shortValue } from './short-value.ts';
import styles from './summary.module.css';

export function Results({ part, patientId }: { part: SummaryView['results']; patientId: string }) {
  const t = useTranslations('summary');
  return (
    <Block
      section="results"
      patientId={patientId}
      part={part}
      empty={part.hasReports ? <EmptyState title={t('reportsOnly')} /> : undefined}
    >
      {(items) => (
        <div className={styles.resultsBox} data-ranges={items.some((r) => r.range !== null)}>
          <table className={styles.results}>
            <caption className="visually-hidden">{t('resultsCaption')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('result.name')}</th>
                <th scope="col" className={styles.right}>
                  {t('result.value')}
                </th>
                <th scope="col">
                  <span className="visually-hidden">{t('result.unit')}</span>
                </th>
                <th scope="col">
                  <span className="visually-hidden">{t('result.flag')}</span>
                </th>
                <th scope="col" className={styles.range}>
                  {t('result.range')}
                </th>
                <th scope="col" className={styles.right}>
                  {t('result.date')}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((r) => (
                <ResultLine key={r.id} row={r} patientId={patientId} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Block>
  );
}

function ResultLine({ row: r, patientId }: { row: ResultRow; patientId: string }) {
  const t = useTranslations('summary');
  const f = useFormats();
  const isOld = useIsOld()(r.date, r.freshForDays);
  const results = useTranslations('results');
  const { unit } = f.valueParts(r.value);
  const isNumber = r.value.kind === 'quantity' || r.value.kind === 'integer';
  const value = (
    <Aged isOld={isOld}>
      {r.value.kind === 'sampled' ? (
        <span title={f.value(r.value)}>{shortValue(r.value, results, f)}</span>
      ) : (
        <RecordedValue value={r.value} level={r.level} hasUnit={!isNumber} />
      )}
      {r.concluded.map((words, i) => (
        <span key={i} className={styles.concluded}>
          <RecordedValue value={words} level={r.level} />
        </span>
      ))}
    </Aged>
  );
  return (
    <tr data-level={isOld ? 'unknown' : r.level} data-old={isOld}>
      <th scope="row">
        <LeadsOn patientId={patientId} section="results" at={`?${new URLSearchParams({ test: r.test })}`}>
          {f.coded(r.name)}
        </LeadsOn>
        <JudgementNote of={r} />
      </th>
      {isNumber ? (
        <>
          <td className={styles.right}>{value}</td>
          <td className={styles.unit}>{unit}</td>
        </>
      ) : (
        <td colSpan={2} className={styles.words}>
          {value}
        </td>
      )}
      <td>
        <Aged isOld={isOld}>
          <ClinicalFlag level={r.level} direction={r.direction} />
        </Aged>
      </td>
      <td className={`${styles.range} muted`} data-label={t('result.range')}>
        {f.range(r.range)}
      </td>
      <td className={`${styles.right} muted`}>
        <Ago value={r.date} />
      </td>
    </tr>
  );
}
