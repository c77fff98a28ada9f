'use client';
import type { MedicationLine } from '@keneyapp/bff/features/medications/view';
import { DrugLine } from '@keneyapp/ui/drug-line';
import { useTranslations } from 'next-intl';
import { useFormats } from '../i18n/use-formats.ts';
import { drugWords } from './dosage-words.ts';
import styles from './list.module.css';

/** A line of treatment; needs the `medications` texts. */
export function Drug({ line }: { line: MedicationLine }) {
  return <DrugLine {...drugWords(line, useTranslations('medications'), useFormats())} />;
}

const intents = ['proposal', 'plan', 'option'] as const;

/** How a line is to be taken: not to be given, on hold, only proposed, urgent; in hospital or at home; who says so. `usual` goes without saying. */
export function DrugTags({ line, usual }: { line: MedicationLine; usual: MedicationLine['status'] }) {
  const t = useTranslations('medications');
  const f = useFormats();
  const intent = intents.find((known) => known === line.intent);
  const isOrder = line.isReported || !intent;
  return (
    <>
      {line.isProhibited && <span className={`${styles.tag} ${styles.denied}`}>{t('doNotGive')}</span>}
      {!isOrder && intent && <span className={`${styles.tag} ${styles.warn}`}>{t(`intent.${intent}`)}</span>}
      {line.status !== usual && (
        <span className={`${styles.tag} ${line.status === 'on-hold' ? styles.warn : ''}`}>
          {t(`status.${line.status}`)}
        </span>
      )}
      {line.priority && (
        <span className={`${styles.tag} ${styles.warn}`}>{t(`priority.${line.priority}`)}</span>
      )}
      {line.setting && <span className={styles.tag}>{t(`setting.${line.setting}`)}</span>}
      {line.categories.map((category, i) => (
        <span key={i} className={styles.tag}>
          {f.coded(category)}
        </span>
      ))}
      {line.isReported && <span className={styles.tag}>{t('source.statement')}</span>}
    </>
  );
}
