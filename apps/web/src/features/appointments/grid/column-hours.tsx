'use client';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { clock, freeKeyOf, type PlacedColumn } from './grid-column.ts';
import styles from './column-hours.module.css';
import type { Span } from './layout.ts';
import { without } from './openings.ts';

interface Props {
  id: string;
  column: Pick<PlacedColumn, 'key' | 'title' | 'opening' | 'free'>;
  hours: Span;
  perMinute: number;
  /** Of its free places the one that Tab comes to; null: none. */
  stop: string | null;
}

/** Behind the appointments of a column: when it is closed, who is absent, what is held, and what can be booked. */
export const ColumnHours = memo(function ColumnHours({ id, column, hours, perMinute, stop }: Props) {
  const t = useTranslations('appointments.grid');
  const { opening, free, key, title } = column;
  if (opening === null) return null;
  const absent = opening.absent.filter((one) => one.to > hours.from && one.from < hours.to);
  const closed = without(hours, [...opening.open, ...absent]);
  const box = ({ from, to }: Span) => ({
    top: (Math.max(from, hours.from) - hours.from) * perMinute,
    height: (Math.min(to, hours.to) - Math.max(from, hours.from)) * perMinute,
  });
  const times = ({ from, to }: Span) => ({ from: clock(from), to: clock(to) });
  return (
    <>
      {closed.map((one) => (
        <li key={`closed-${one.from}`} className={styles.closed} style={box(one)}>
          <span className="visually-hidden">{t('closed', times(one))}</span>
        </li>
      ))}
      {absent.map((one) => (
        <li key={`absent-${one.from}`} className={styles.absent} style={box(one)}>
          <span>
            {t('absent')}
            <span className="visually-hidden"> {t('span', times(one))}</span>
          </span>
        </li>
      ))}
      {free.map((one) => (
        <li key={`free-${one.from}`} className={styles.freePlace} style={box(one)}>
          <button
            type="button"
            id={`${id}${freeKeyOf(key, one)}`}
            className={styles.free}
            data-stop={freeKeyOf(key, one)}
            data-free={one.from}
            tabIndex={stop === freeKeyOf(key, one) ? 0 : -1}
            aria-label={t('free', { ...times(one), column: title })}
          />
        </li>
      ))}
      {opening.held.map((one) => (
        <li key={`held-${one.from}`} className={styles.held} style={box(one)}>
          <span>
            {clock(one.from)} {t('held')}
            <span className="visually-hidden"> {t('span', times(one))}</span>
          </span>
        </li>
      ))}
    </>
  );
});
