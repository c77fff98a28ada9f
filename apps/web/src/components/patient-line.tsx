'use client';
import type { IdentityTraits, PatientHit } from '@keneyapp/bff/features/patients/view';
import { useTranslations } from 'next-intl';
import { useFormats } from '../i18n/use-formats.ts';
import { PersonMarks } from './person-marks.tsx';
import styles from './patient-line.module.css';

type Told = Omit<IdentityTraits, 'id'> & Pick<PatientHit, 'location'>;

/** A patient on two lines, told apart at a glance: names, birth date and age, sex; then identifiers and place. */
export function PatientLine({ patient }: { patient: Told }) {
  const t = useTranslations('common');
  const f = useFormats();
  return (
    <span className={styles.line}>
      <span className={styles.lineTop}>
        <b>{f.birthName(patient)}</b> <span>{f.givenName(patient)}</span>
        {f.usedNames(patient) && <span className="muted">({f.usedNames(patient)})</span>}
        <PersonMarks person={patient} />
      </span>
      <span className={styles.lineBottom}>
        {f.date(patient.birthDate)}
        {patient.age && ` (${f.age(patient.age)})`} · {t(`sex.${patient.sex}`)}
        {patient.ipp && ` · IPP ${patient.ipp}`}
        {patient.location && ` · ${f.place(patient.location)}`}
      </span>
    </span>
  );
}
