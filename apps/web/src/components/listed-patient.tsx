'use client';
import type { IdentityTraits, PatientHit } from '@keneyapp/bff/features/patients/view';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import styles from './listed-patient.module.css';
import { PatientLine } from './patient-line.tsx';
import { HomonymMark, PersonMark } from './person-marks.tsx';

interface Props {
  patient: IdentityTraits & { deceased: { date: string | null } | null };
  /** Where they are, in a list that does not show it elsewhere. */
  location?: PatientHit['location'];
  /** Somebody else of the list has a name like theirs. */
  isHomonym: boolean;
  href: string;
}

/** Who a row of a list over patients is about, told apart from the others, and the way into their chart. */
export function ListedPatient({ patient, location = null, isHomonym, href }: Props) {
  const c = useTranslations('common');
  return (
    <span className={styles.patient}>
      <Link href={href} prefetch={false}>
        <PatientLine patient={{ ...patient, ipp: null, location }} />
      </Link>
      {isHomonym && <HomonymMark />}
      {patient.deceased && <PersonMark>{c('person.deceased', { sex: patient.sex })}</PersonMark>}
    </span>
  );
}
