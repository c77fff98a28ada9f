'use client';
import type { MonthDay } from '@keneyapp/bff/features/appointments/booking-view';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useId, useState, type KeyboardEvent } from 'react';
import { useFormats } from '../../../i18n/use-formats.ts';
import { addDays, monthOf } from '../agenda-search-params.ts';
import { dayWords } from '../day-words.ts';
import styles from './month.module.css';

interface Props {
  title: string;
  /** Whole weeks. */
  days: readonly MonthDay[];
  month: string;
  today: string;
  hrefOf: (day: string) => string;
  /** Beyond the month that is shown. */
  onMonth: (step: 1 | -1) => void;
}

/** Weeks by days, gone through with the arrows; Enter or a click opens the day. */
export function MonthGrid({ title, days, month, today, hrefOf, onMonth }: Props) {
  const f = useFormats();
  const id = useId();
  const [focused, setFocused] = useState<string | null>(null);
  const isThere = (day: string | null) => days.some((one) => one.day === day);
  const stop = isThere(focused)
    ? focused
    : isThere(today) && monthOf(today) === month
      ? today
      : `${month}-01`;
  const weeks = Array.from({ length: days.length / 7 }, (_, i) => days.slice(i * 7, i * 7 + 7));

  const onKeyDown = (event: KeyboardEvent) => {
    const from = event.target instanceof HTMLElement ? event.target.dataset['day'] : undefined;
    if (from === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'PageDown' || event.key === 'PageUp') {
      event.preventDefault();
      return onMonth(event.key === 'PageDown' ? 1 : -1);
    }
    const weekday = days.findIndex(({ day }) => day === from) % 7;
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7, Home: -weekday, End: 6 - weekday }[
      event.key
    ];
    if (by === undefined) return;
    event.preventDefault();
    document.getElementById(`${id}${addDays(from, by)}`)?.focus();
  };
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className={styles.title}>
        {title}
      </h2>
      <table role="grid" className={styles.grid} aria-labelledby={`${id}-title`} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {days.slice(0, 7).map(({ day }) => (
              <th key={day} scope="col" abbr={dayWords(f.locale, day, { weekday: 'long' })}>
                {dayWords(f.locale, day, { weekday: 'short' })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.day}>
              {week.map((one) => (
                <td
                  key={one.day}
                  role="gridcell"
                  data-other={monthOf(one.day) !== month || undefined}
                  data-today={one.day === today || undefined}
                >
                  <Link
                    id={`${id}${one.day}`}
                    href={hrefOf(one.day)}
                    prefetch={false}
                    className={styles.day}
                    data-day={one.day}
                    tabIndex={one.day === stop ? 0 : -1}
                    onFocus={() => setFocused(one.day)}
                    aria-current={one.day === today ? 'date' : undefined}
                  >
                    <span className={styles.number}>
                      <span aria-hidden>{Number(one.day.slice(8))}</span>
                      <span className="visually-hidden">{dayWords(f.locale, one.day)}, </span>
                    </span>
                    <DayWords day={one} isPast={one.day < today} />
                  </Link>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What of a day that is over was free is of no use to anybody. */
function DayWords({
  day: { appointments, openMinutes, freeMinutes },
  isPast,
}: {
  day: MonthDay;
  isPast: boolean;
}) {
  const t = useTranslations('appointments.month');
  const share = openMinutes === 0 ? null : Math.round((freeMinutes / openMinutes) * 100);
  return (
    <>
      {(appointments > 0 || share !== null) && (
        <span className={styles.count}>
          {appointments}
          <span className={styles.long}> {t('appointments', { count: appointments })}</span>
        </span>
      )}
      {share === null ? (
        appointments === 0 && <span className={styles.closed}>{t('closed')}</span>
      ) : isPast ? null : (
        <>
          <span className={styles.share}>{t('free', { share })}</span>
          <span className={styles.bar} aria-hidden>
            <span style={{ width: `${100 - share}%` }} />
          </span>
        </>
      )}
    </>
  );
}
