'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '../i18n/use-formats.ts';
import { absenceWords, type AbsenceWords } from './absence-words.ts';
import styles from './list.module.css';

interface Statement {
  id: string;
  absence: Omit<AbsenceWords, 'of'>;
  recordedDate: string | null;
  recorder: string | null;
  isContradicted: boolean;
}

/** What was said of there being nothing to list: what, since when, by whom; marked where the list says otherwise. */
export function Statements({ of, statements }: { of: AbsenceWords['of']; statements: readonly Statement[] }) {
  const t = useTranslations('common');
  const f = useFormats();
  if (statements.length === 0) return null;
  return (
    <ul className={styles.statements}>
      {statements.map(({ id, absence, recordedDate, recorder, isContradicted }) => (
        <li key={id}>
          {absenceWords({ of, ...absence }, t)}
          {(recordedDate ?? recorder) && (
            <span className={styles.code}>
              {' '}
              {[
                recordedDate && t('absence.noted', { date: f.date(recordedDate) ?? '' }),
                recorder && t('absence.by', { who: recorder }),
              ]
                .filter(Boolean)
                .join(' ')}
            </span>
          )}
          {isContradicted && (
            <span className={`${styles.tag} ${styles.warn}`}>{t('absence.contradicted')}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
