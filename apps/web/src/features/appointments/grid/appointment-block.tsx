'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { useTranslations } from 'next-intl';
import { memo, type CSSProperties, type KeyboardEvent } from 'react';
import { useFormats } from '../../../i18n/use-formats.ts';
import { useAppointmentWords } from '../use-appointment-words.ts';
import { useWaiting } from '../waiting.tsx';
import styles from './grid.module.css';

interface Props {
  id: string;
  item: AgendaItem;
  isOwn: boolean;
  style: CSSProperties;
  /** The one that Tab comes to. */
  isStop: boolean;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onOpen: (anchor: HTMLElement) => void;
}

/** An appointment on the grid: time, who, birth date, state in words; what has no room is in its name and opens. */
export const AppointmentBlock = memo(
  function AppointmentBlock({ id, item, isOwn, style, isStop, onFocus, onKeyDown, onOpen }: Props) {
    const t = useTranslations('appointments');
    const c = useTranslations('common');
    const f = useFormats();
    const words = useAppointmentWords(isOwn);
    const waiting = useWaiting(item);
    const { patient } = item;
    return (
      <li className={styles.place} style={style}>
        <button
          type="button"
          id={id}
          className={styles.block}
          data-status={item.status}
          tabIndex={isStop ? 0 : -1}
          onFocus={onFocus}
          onKeyDown={onKeyDown}
          onClick={(event) => onOpen(event.currentTarget)}
        >
          {/* read with the mouse where it has no room; whoever hears it hears what is shown, and the rest of it */}
          <span className={styles.line} title={words.whole(item)}>
            <time dateTime={item.start}>{f.time(item.start)}</time>{' '}
            <b>{patient ? f.birthName(patient) : isOwn ? words.reason(item) : t('noPatient')}</b>
            {patient && <> {f.givenName(patient)}</>}
          </span>
          <span className={styles.line}>
            {patient?.isHomonym && <span className={styles.warn}>{c('person.homonym')} · </span>}
            {patient?.birthDate && <>{f.date(patient.birthDate)} · </>}
            {item.status !== 'booked' && <span className={styles.state}>{words.status(item)} · </span>}
            {waiting && (
              <span className={waiting.level === 'calm' ? undefined : styles.warn}>{waiting.words} · </span>
            )}
            {words.reason(item)}
          </span>
          <span className="visually-hidden">, {words.rest(item)}</span>
        </button>
      </li>
    );
  },
  (a, b) =>
    a.item === b.item &&
    a.isStop === b.isStop &&
    a.isOwn === b.isOwn &&
    a.style.top === b.style.top &&
    a.style.height === b.style.height &&
    a.style.left === b.style.left &&
    a.style.width === b.style.width,
);
