'use client';
import type { ResultRow, SummaryView } from '@keneyapp/bff/features/summary/view';
import { valueClass } from '@keneyapp/ui/flag-chip';
import { Quantity } from '@keneyapp/ui/quantity';
import { useTranslations } from 'next-intl';
import { Ago } from '../../components/ago.tsx';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import type { Formats } from '../../i18n/formats.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { Block } from './block.tsx';
import styles from './summary.module.css';

/** `3,5 – 5,0`, `< 5`, `> 60`. */
function rangeWords(range: ResultRow['range'], f: Formats): string {
  if (!range) return '';
  if (range.low !== null && range.high !== null) return `${f.number(range.low)} – ${f.number(range.high)}`;
  if (range.high !== null) return `< ${f.number(range.high)}`;
  if (range.low !== null) return `> ${f.number(range.low)}`;
  return range.text ?? '';
}

export function Results({ part, patientId }: { part: SummaryView['results']; patientId: string }) {
  const t = useTranslations('summary');
  const f = useFormats();
  return (
    <Block section="results" patientId={patientId} part={part}>
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
                <tr key={r.id} data-level={r.level}>
                  <th scope="row">{f.coded(r.name)}</th>
                  {r.value ? (
                    <>
                      <td className={styles.right}>
                        <Quantity
                          value={r.value.value}
                          comparator={r.value.comparator}
                          level={r.level}
                          locale={f.locale}
                        />
                      </td>
                      <td className={styles.unit}>{f.unit(r.value)}</td>
                    </>
                  ) : (
                    <td colSpan={2} className={`${styles.words} ${valueClass(r.level)}`}>
                      {r.text}
                    </td>
                  )}
                  <td>
                    <ClinicalFlag level={r.level} direction={r.direction} />
                  </td>
                  <td className={`${styles.range} muted`}>{rangeWords(r.range, f)}</td>
                  <td className={`${styles.right} muted`}>
                    <Ago value={r.date} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Block>
  );
}
