'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { useNow, useTranslations } from 'next-intl';
import styles from './agenda.module.css';
import { delaysOf, isMissed, lateMinutes, type Delay } from './delays.ts';

/** `good`: nobody is behind; whoever is a whole visit behind stands out. */
const levelOf = ({ late, isVisitBehind }: Delay) =>
  late < lateMinutes ? 'calm' : isVisitBehind ? 'bad' : 'attention';

/** Of today: for whom somebody waits and how late they are, and how many have not come. `own`: the practitioner who reads it. */
export function Delays({ items, own }: { items: readonly AgendaItem[]; own: string | null }) {
  const t = useTranslations('appointments.reception.delays');
  const now = useNow({ updateInterval: 30_000 }).getTime();
  const delays = delaysOf(items, now);
  const missed = items.filter((item) => isMissed(item, now)).length;
  if (delays.length === 0 && missed === 0) return null;
  return (
    <ul className={styles.delays} aria-label={t('label')}>
      {delays.map((delay) => {
        const { practitioner, late, waiting: n, longest } = delay;
        return (
          <li key={practitioner.id}>
            {practitioner.id !== own && <b>{t('of', { name: practitioner.name })} </b>}
            <span className={styles.waiting} data-level={levelOf(delay)}>
              {late < lateMinutes ? t('inTime') : t('late', { n: late })}
            </span>
            {', '}
            {t(practitioner.id === own ? 'waitForYou' : 'wait', { n, longest })}
          </li>
        );
      })}
      {missed > 0 && (
        <li className={styles.waiting} data-level="attention">
          {t('missed', { n: missed })}
        </li>
      )}
    </ul>
  );
}
