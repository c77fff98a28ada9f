'use client';
import type { Identity } from '@keneyapp/bff/features/patients/view';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import styles from './person-marks.module.css';

/** A word about a person beside their name. Not MUI's Chip: the search for patients is in what everybody loads first. */
export function PersonMark({ tone, children }: { tone?: 'abnormal'; children: ReactNode }) {
  return (
    <span className={styles.mark} data-tone={tone}>
      {children}
    </span>
  );
}

/** Somebody else of the list has a name like theirs. */
export function HomonymMark() {
  const t = useTranslations('common.person');
  return (
    <PersonMark tone="abnormal">
      <span title={t('homonymHelp')}>{t('homonym')}</span>
    </PersonMark>
  );
}

/** What keeps two people from being taken for each other, beside their names: born together, an identity with a warning, or a record that is nobody's. */
export function PersonMarks({
  person,
}: {
  person: Pick<Identity, 'multipleBirth' | 'attributes' | 'isTest'>;
}) {
  const t = useTranslations('common.person');
  return (
    <>
      {person.multipleBirth && (
        <PersonMark>
          {person.multipleBirth.order === null
            ? t('multipleBirth')
            : t('multipleBirthOrder', { n: person.multipleBirth.order })}
        </PersonMark>
      )}
      {person.attributes.map((one) => (
        <PersonMark key={one} tone="abnormal">
          {t(`attribute.${one}`)}
        </PersonMark>
      ))}
      {person.isTest && <PersonMark tone="abnormal">{t('test')}</PersonMark>}
    </>
  );
}
