'use client';
import type { BannerClinical, Identity } from '@keneyapp/bff/features/patients/view';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { PersonMarks } from '../../components/person-marks.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './banner.module.css';
import { ColleaguesHere } from './colleagues-here.tsx';

/** First line: the traits by which a patient is recognised, in the order of the national rules. */
export function BannerIdentity({
  identity,
  location,
}: {
  identity: Identity;
  location: BannerClinical['location'];
}) {
  const t = useTranslations('patients.banner');
  const c = useTranslations('common');
  const f = useFormats();
  const used = f.usedNames(identity);
  const place = location && f.place(location);
  return (
    <div className={styles.identity}>
      <p className={styles.name} id="patient-name">
        <Link href={`/patients/${identity.id}/identity`} prefetch={false} title={t('identity')}>
          <b>{f.birthName(identity)}</b> {f.givenName(identity)}
        </Link>
      </p>
      {(identity.multipleBirth || identity.isTest || identity.attributes.length > 0) && (
        <p className={styles.trait}>
          <PersonMarks person={identity} />
        </p>
      )}
      {used && (
        <p className={`${styles.trait} ${styles.detail}`}>
          <span>{t('used')}</span> {used}
        </p>
      )}
      <p className={styles.trait}>
        <span className="visually-hidden">{t('birthDate')}</span>
        {f.date(identity.birthDate) ?? t('noBirthDate')}
        {identity.age && <span className={styles.detail}> ({f.age(identity.age)})</span>}
      </p>
      <p className={`${styles.trait} ${styles.detail}`}>
        <span className="visually-hidden">{t('sex')}</span>
        {c(`sex.${identity.sex}`)}
      </p>
      {identity.deceased && (
        <p className={styles.deceased}>
          {identity.deceased.date
            ? t('deceasedOn', { date: f.date(identity.deceased.date) ?? '', sex: identity.sex })
            : c('person.deceased', { sex: identity.sex })}
        </p>
      )}
      <p
        className={`${styles.trait} ${styles.ins} ${styles.detail}`}
        title={t(`ins.${identity.insStatus ?? 'none'}.long`)}
        data-tone={identity.insStatus === 'QUAL' ? undefined : 'unsure'}
      >
        <span>INS</span> {t(`ins.${identity.insStatus ?? 'none'}.short`)}
      </p>
      {identity.ipp && (
        <p className={`${styles.trait} ${styles.detail}`}>
          <span>IPP</span> {identity.ipp}
        </p>
      )}
      <ColleaguesHere patientId={identity.id} />
      {place && (
        <p className={`${styles.trait} ${styles.place} ${styles.detail}`}>
          <span className="visually-hidden">{t('location')}</span>
          {place}
        </p>
      )}
      {identity.confidential && (
        <p className={styles.flag} data-tone="abnormal">
          {t('confidential')}
        </p>
      )}
      {!identity.active && !identity.replacedBy && (
        <p className={styles.flag} data-tone="abnormal">
          {t('inactive')}
        </p>
      )}
      {identity.replacedBy && (
        <p className={styles.flag} data-tone="critical">
          {t('merged')}{' '}
          <Link href={`/patients/${identity.replacedBy}`} prefetch={false}>
            {t('mergedOpen')}
          </Link>
        </p>
      )}
    </div>
  );
}
