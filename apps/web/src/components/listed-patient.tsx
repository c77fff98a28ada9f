'use client';
import type { IdentityTraits } from '@keneyapp/bff/features/patients/view';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import list from './list.module.css';
import styles from './listed-patient.module.css';
import { PatientLine } from './patient-line.tsx';
import { PersonMark } from './person-marks.tsx';

interface Props {
  patient: IdentityTraits & { deceased: { date: string | null } | null };
  /** Somebody else of the list has a name like theirs. */
  isHomonym: boolean;
  href: string;
}

/** Who a row of a list over patients is about, told apart from the others, and the way into their chart. */
export function ListedPatient({ patient, isHomonym, href }: Props) {
  const t = useTranslations('start');
  const c = useTranslations('common');
  return (
    <span className={styles.patient}>
      <Link href={href} prefetch={false}>
        <PatientLine patient={{ ...patient, ipp: null, location: null }} />
      </Link>
      {isHomonym && (
        <span className={`${list.tag} ${list.warn}`} title={t('homonymHelp')}>
          {t('homonym')}
        </span>
      )}
      {patient.deceased && <PersonMark>{c('person.deceased', { sex: patient.sex })}</PersonMark>}
    </span>
  );
}
