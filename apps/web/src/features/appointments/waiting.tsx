'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { useNow, useTranslations } from 'next-intl';
import { todayInHospital } from './agenda-search-params.ts';
import styles from './agenda.module.css';
import { isMissed } from './delays.ts';
import { isChecked } from './is-checked.ts';

/** From so many minutes on somebody has waited long, and very long. */
const longMinutes = 15;
const veryLongMinutes = 30;

/** How long somebody has waited, since when they are called or with the doctor, or how late they are, in words; a colour beside them says how urgent that is. Null: nothing to say. */
export function useWaiting({
  status,
  start,
  day,
  reception,
}: Pick<AgendaItem, 'status' | 'start' | 'day' | 'reception'>) {
  const t = useTranslations('appointments.reception');
  const now = useNow({ updateInterval: 30_000 }).getTime();
  const since = (at: string) => Math.max(0, Math.floor((now - Date.parse(at)) / 60_000));
  if (status === 'arrived' && reception.entered !== null)
    return { words: t('entered', { n: since(reception.entered) }), level: 'calm' as const };
  if (status === 'arrived' && reception.called !== null)
    return { words: t('called', { n: since(reception.called) }), level: 'calm' as const };
  if (status === 'arrived' && reception.arrived !== null) {
    const n = since(reception.arrived);
    const level = n >= veryLongMinutes ? 'bad' : n >= longMinutes ? 'attention' : 'calm';
    return { words: t('waits', { n }), level } as const;
  }
  // whoever did not come on another day is not late any more
  if (isMissed({ status, start }, now) && day === todayInHospital(new Date(now)))
    return { words: t('late', { n: since(start) }), level: 'attention' as const };
  return null;
}

export function Waiting({ item }: { item: AgendaItem }) {
  const waiting = useWaiting(item);
  const t = useTranslations('appointments.reception');
  const { ticket } = item.status === 'arrived' ? item.reception : {};
  return (
    <>
      {ticket && (
        <span className={styles.ticket} title={t('ticket', { ticket })}>
          <span className="visually-hidden">{t('ticket', { ticket })}</span>
          <span aria-hidden>{ticket}</span>
        </span>
      )}
      {waiting && (
        <span className={styles.waiting} data-level={waiting.level}>
          {waiting.words}
        </span>
      )}
      {isChecked(item) && (
        <>
          {' '}
          <span className={styles.waiting} title={t('checkedHow')}>
            {t('checked')}
          </span>
        </>
      )}
    </>
  );
}
