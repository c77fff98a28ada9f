'use client';
import type { Identity } from '@keneyapp/bff/features/patients/view';
import { useTranslations } from 'next-intl';
import styles from './person-marks.module.css';

/** What keeps two people from being taken for each other, beside their names: born together, or a record that is nobody's. */
export function PersonMarks({ person }: { person: Pick<Identity, 'multipleBirth' | 'isTest'> }) {
  const t = useTranslations('common.person');
  return (
    <>
      {person.multipleBirth && (
        <span className={styles.mark}>
          {person.multipleBirth.order === null
            ? t('multipleBirth')
            : t('multipleBirthOrder', { n: person.multipleBirth.order })}
        </span>
      )}
      {person.isTest && (
        <span className={styles.mark} data-tone="abnormal">
          {t('test')}
        </span>
      )}
    </>
  );
}
