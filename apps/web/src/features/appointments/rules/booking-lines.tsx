'use client';
import type { BookingLine } from '@keneyapp/bff/features/appointments/rules-view';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { PatientLine } from '../../../components/patient-line.tsx';
import { toParis } from '../../../components/form/paris-time.ts';
import { useFormats } from '../../../i18n/use-formats.ts';
import { chartHome } from '../../../shell/chart-address.ts';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';
import { agendaHref, everywhere } from '../agenda-search-params.ts';
import styles from './rules.module.css';

type When = Pick<BookingLine, 'start' | 'practitioners'>;

/** Its day in the agenda. */
export const dayHref = ({ start, practitioners }: When): string =>
  agendaHref({
    ...{ view: 'day', zoom: 'medium', where: everywhere, who: practitioners[0]?.id ?? 'all' },
    from: toParis(new Date(start)).slice(0, 10),
  });

/** Day and time, who and where: a link to it in the agenda. */
export function BookingTime({ line }: { line: BookingLine }) {
  const f = useFormats();
  const { start, practitioners, rooms } = line;
  return (
    <span className={styles.booking}>
      <Link prefetch={false} href={dayHref(line)}>
        {f.dateTime(start)}
      </Link>
      <span className="muted">{[...practitioners, ...rooms].map(({ name }) => name).join(', ')}</span>
    </span>
  );
}

/** Whose it is, as far as the reader may know. */
export function BookingPatient({ line: { patient, isHeld, reason } }: { line: BookingLine }) {
  const t = useTranslations('rules.line');
  const f = useFormats();
  const me = useSignedInUser();
  if (!patient) return <span className="muted">{t(isHeld ? 'held' : 'closed')}</span>;
  return (
    <span className={styles.booking}>
      <Link prefetch={false} href={chartHome(patient.id, me)}>
        <PatientLine patient={{ ...patient, location: null }} />
      </Link>
      <span className="muted">{reason ? f.coded(reason) : t('noReason')}</span>
    </span>
  );
}

export function BookingList({ label, lines }: { label: string; lines: readonly BookingLine[] }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {lines.map((line) => (
        <li key={line.bookingId} className={styles.row}>
          <BookingTime line={line} />
          <BookingPatient line={line} />
        </li>
      ))}
    </ul>
  );
}
