'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useId } from 'react';
import { HomonymMark, PersonMarks } from '../../components/person-marks.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './agenda.module.css';
import { dayWords } from './day-words.ts';
import { ReceptionButtons } from './reception-buttons.tsx';
import { Waiting } from './waiting.tsx';

interface Props {
  day: string;
  isToday: boolean;
  isOwn: boolean;
  items: readonly AgendaItem[];
}

/** One day of the agenda: a table by time. On a phone each row folds into a block. */
export function AgendaDay({ day, isToday, isOwn, items }: Props) {
  const t = useTranslations('appointments');
  const f = useFormats();
  const id = useId();
  const heading = dayWords(f.locale, day);
  return (
    <section aria-labelledby={id} className={styles.day} data-today={isToday || undefined}>
      <h2 id={id} className={styles.date}>
        {heading}
        {isToday && <span className={styles.todayMark}>{t('today')}</span>}
      </h2>
      {items.length === 0 ? (
        <p className={styles.none}>{t('emptyDay')}</p>
      ) : (
        <table className={isOwn ? styles.table : `${styles.table} ${styles.staff}`}>
          <thead className={styles.head}>
            <tr>
              <th scope="col">{t('columns.time')}</th>
              {!isOwn && <th scope="col">{t('columns.patient')}</th>}
              <th scope="col">{t('columns.reason')}</th>
              <th scope="col">{t('columns.with')}</th>
              <th scope="col">{t('columns.service')}</th>
              <th scope="col">{t('columns.status')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id} data-status={item.status}>
                <th scope="row" className={styles.time}>
                  <time dateTime={item.start}>{f.time(item.start)}</time>
                  {item.minutes !== null && (
                    <span className="muted"> {t('duration', { minutes: item.minutes })}</span>
                  )}
                </th>
                {!isOwn && (
                  <td>
                    <Who item={item} />
                  </td>
                )}
                <td>{item.reason ? f.coded(item.reason) : <span className="muted">{t('noReason')}</span>}</td>
                <td>{item.practitioners.map((p) => p.name).join(', ')}</td>
                <td>{[...item.services, ...item.rooms].map((s) => s.name).join(', ')}</td>
                <td>
                  <span
                    className={styles.status}
                    title={item.cancelled ? t('cancelledBecause', { reason: item.cancelled }) : undefined}
                  >
                    {t(isOwn && item.status === 'fulfilled' ? 'status.came' : `status.${item.status}`)}
                  </span>
                  {item.cancelled && (
                    <span className="visually-hidden">
                      {t('cancelledBecause', { reason: item.cancelled })}
                    </span>
                  )}
                  {!isOwn && (
                    <>
                      {' '}
                      <Waiting item={item} /> <ReceptionButtons item={item} isShort />
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Who comes, told apart: names of birth and use, birth date and age, IPP; leads to their record. */
function Who({ item: { patient } }: { item: AgendaItem }) {
  const t = useTranslations('appointments');
  const c = useTranslations('common');
  const f = useFormats();
  if (!patient) return <span className="muted">{t('noPatient')}</span>;
  return (
    <>
      <Link href={`/patients/${patient.id}`} prefetch={false}>
        <b>{f.birthName(patient)}</b> {f.givenName(patient)}
      </Link>{' '}
      <PersonMarks person={patient} />
      {patient.isHomonym && <HomonymMark />}
      {f.usedNames(patient) && <span className="muted"> ({f.usedNames(patient)})</span>}
      <span className={styles.identity}>
        {f.date(patient.birthDate)}
        {patient.age && ` (${f.age(patient.age)})`} · {c(`sex.${patient.sex}`)}
        {patient.ipp && ` · IPP\u00a0${patient.ipp}`}
      </span>
    </>
  );
}
