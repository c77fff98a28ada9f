'use client';
import type { MatchedPart, PatientHit } from '@keneyapp/bff/features/patients/view';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { Ago } from '../../components/ago.tsx';
import { HomonymMark, PersonMark, PersonMarks } from '../../components/person-marks.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { chartHome } from '../../shell/chart-address.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import styles from './patient-search.module.css';

/** The characters that answer what was typed stand out. */
function Marked({ text, parts }: { text: string; parts: readonly MatchedPart[] }) {
  const [part] = parts;
  if (!part || part.start + part.length > text.length) return text;
  return (
    <>
      {text.slice(0, part.start)}
      <mark>{text.slice(part.start, part.start + part.length)}</mark>
      {text.slice(part.start + part.length)}
    </>
  );
}

/** One result: everything that tells two people of one name apart, in columns that line up. The whole row is one link. */
export function PatientRow({ patient, openedAt }: { patient: PatientHit; openedAt: string | null }) {
  const t = useTranslations('patients.search');
  const c = useTranslations('common');
  const f = useFormats();
  const matched = (field: MatchedPart['field'], index = 0) =>
    patient.matched.filter((m) => m.field === field && m.index === index);
  const birthName = f.birthName(patient);
  const given = patient.givenNames
    .map((name, i) => ({ name, i }))
    .filter(({ i }) => i === 0 || matched('givenNames', i).length > 0);
  return (
    <li>
      <Link href={chartHome(patient.id, useSignedInUser())} className={styles.row} prefetch={false}>
        <span className={styles.names}>
          <b>{patient.birthName ? <Marked text={birthName} parts={matched('birthName')} /> : birthName}</b>{' '}
          {given.map(({ name, i }) => (
            <span key={i}>
              <Marked text={name} parts={matched('givenNames', i)} />{' '}
            </span>
          ))}
          {patient.suffix && <span>{patient.suffix} </span>}
          {(patient.usedName || patient.usedGivenName) && (
            <span className={styles.used}>
              {t('used')}{' '}
              {patient.usedName && (
                <Marked text={patient.usedName.toLocaleUpperCase(f.locale)} parts={matched('usedName')} />
              )}{' '}
              {patient.usedGivenName && (
                <Marked text={patient.usedGivenName} parts={matched('usedGivenName')} />
              )}
            </span>
          )}
          <PersonMarks person={patient} />
          {patient.isHomonym && <HomonymMark />}
          {patient.deceased && <PersonMark>{c('person.deceased', { sex: patient.sex })}</PersonMark>}
          {patient.confidential && <PersonMark>{c('person.confidential')}</PersonMark>}
          {!patient.active && <PersonMark>{c('person.inactive')}</PersonMark>}
        </span>
        <span className={styles.birth}>
          {patient.birthDate ? (
            <Marked
              text={f.date(patient.birthDate) ?? ''}
              parts={
                matched('birthDate').length
                  ? [
                      {
                        field: 'birthDate',
                        index: 0,
                        start: 0,
                        length: (f.date(patient.birthDate) ?? '').length,
                      },
                    ]
                  : []
              }
            />
          ) : (
            t('noBirthDate')
          )}
          {patient.age && <span className="muted"> ({f.age(patient.age)})</span>}
        </span>
        <span className={styles.sex}>{c(`sex.${patient.sex}`)}</span>
        <span className={styles.id}>
          {patient.ipp && (
            <span>
              <span className="muted">IPP </span>
              <Marked text={patient.ipp} parts={matched('ipp')} />
            </span>
          )}
        </span>
        <span className={styles.place}>
          {patient.location ? f.place(patient.location) : ''}
          {openedAt && (
            <span className="muted">
              {patient.location && ' · '}
              <Ago value={openedAt} />
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}
