'use client';
import type { SummaryView } from '@keneyapp/bff/features/summary/view';
import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import { Block } from './block.tsx';
import styles from './summary.module.css';

export function Imaging({ part, patientId }: { part: SummaryView['imaging']; patientId: string }) {
  const t = useTranslations('summary');
  const f = useFormats();
  return (
    <Block section="imaging" patientId={patientId} part={part}>
      {(items) => (
        <ul className={styles.list}>
          {items.map((i) => (
            <li key={i.id}>
              <span className={styles.main}>
                {i.modalities.length > 0 && <span className={styles.modality}>{i.modalities.join(' ')}</span>}
                <span className={styles.strong}>
                  {i.description ?? (i.bodySites.map((b) => f.coded(b)).join(', ') || t('study'))}
                </span>
                {i.instances !== null && (
                  <span className={styles.aside}>{t('images', { n: i.instances })}</span>
                )}
              </span>
              <span className={styles.when}>{f.date(i.date)}</span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}

export function Documents({ part, patientId }: { part: SummaryView['documents']; patientId: string }) {
  const t = useTranslations('summary');
  const f = useFormats();
  return (
    <Block section="documents" patientId={patientId} part={part}>
      {(items) => (
        <ul className={styles.list}>
          {items.map((d) => (
            <li key={d.id}>
              <span className={styles.main}>
                <span className={styles.strong}>{d.title ?? f.coded(d.type)}</span>
                <span className={styles.aside}>
                  {[
                    d.title && d.type.text !== d.title ? d.type.text : null,
                    d.author,
                    d.status === 'superseded' && t('superseded'),
                    d.docStatus && d.docStatus !== 'final' && t(d.docStatus),
                    d.files > 1 && t('files', { n: d.files }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <span className={styles.when}>{f.date(d.date)}</span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}
