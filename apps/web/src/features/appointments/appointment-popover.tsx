'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import Button from '@mui/material/Button';
import Popover, { type PopoverActions } from '@mui/material/Popover';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useCallback, useRef } from 'react';
import { HomonymMark, PersonMarks } from '../../components/person-marks.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './agenda.module.css';
import { AppointmentMessages } from './appointment-messages.tsx';
import { ChangeActions } from './change-actions.tsx';
import { MissingPapers } from './missing-papers.tsx';
import { PaperLinks } from './paper-links.tsx';
import { ReceptionButtons } from './reception-buttons.tsx';
import { useAppointmentWords } from './use-appointment-words.ts';
import { Waiting } from './waiting.tsx';

/** All of an appointment, beside where it stands. Closed, the focus goes back to it. */
export function AppointmentPopover({
  item,
  anchor,
  isOwn,
  onClose,
}: {
  item: AgendaItem;
  anchor: HTMLElement;
  isOwn: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('appointments');
  const c = useTranslations('common');
  const f = useFormats();
  const words = useAppointmentWords(isOwn);
  const { patient } = item;
  const rows: [string, string][] = [
    [t('columns.reason'), words.reason(item)],
    [t('columns.with'), words.names(item.practitioners)],
    [t('columns.service'), words.names([...item.services, ...item.rooms])],
    [t('columns.status'), words.status(item)],
    ...(item.cancelled ? [[t('columns.cancelled'), item.cancelled] as [string, string]] : []),
  ];
  const place = useRef<PopoverActions>(null);
  // what is read later makes it higher: it stays on the screen
  const followHeight = useCallback((line: HTMLElement | null) => {
    const paper = line?.parentElement;
    if (!paper) return;
    const observer = new ResizeObserver(() => place.current?.updatePosition());
    observer.observe(paper);
    return () => observer.disconnect();
  }, []);
  return (
    <Popover
      open
      action={place}
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: 'top', horizontal: 'right' }}
      slotProps={{ paper: { role: 'dialog', 'aria-label': words.whole(item), className: styles.detail } }}
    >
      <p className={styles.detailTime} ref={followHeight}>
        <b>
          {f.time(item.start)}
          {item.end && `–${f.time(item.end)}`}
        </b>{' '}
        <span className="muted">
          {f.date(item.day)}
          {item.minutes !== null && ` · ${t('duration', { minutes: item.minutes })}`}
        </span>
      </p>
      {!isOwn &&
        (patient ? (
          <p>
            <b>{f.birthName(patient)}</b> {f.givenName(patient)}{' '}
            {f.usedNames(patient) && <span className="muted">({f.usedNames(patient)}) </span>}
            <PersonMarks person={patient} /> {patient.isHomonym && <HomonymMark />}
            <span className={styles.identity}>
              {f.date(patient.birthDate)}
              {patient.age && ` (${f.age(patient.age)})`} · {c(`sex.${patient.sex}`)}
              {patient.ipp && ` · IPP\u00a0${patient.ipp}`}
            </span>
          </p>
        ) : (
          <p className="muted">{t('noPatient')}</p>
        ))}
      <dl className={styles.detailRows}>
        {rows
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <Waiting item={item} />
      {!isOwn && <MissingPapers item={item} />}
      {!isOwn && <AppointmentMessages item={item} />}
      <ReceptionButtons item={item} />
      {!isOwn && <ChangeActions item={item} />}
      <div className={styles.detailActions}>
        {!isOwn && patient && (
          <Button
            variant="outlined"
            size="small"
            component={Link}
            href={`/patients/${patient.id}`}
            prefetch={false}
          >
            {t('openChart')}
          </Button>
        )}
        {!isOwn && <PaperLinks item={item} />}
        <Button size="small" onClick={onClose}>
          {c('actions.close')}
        </Button>
      </div>
    </Popover>
  );
}
