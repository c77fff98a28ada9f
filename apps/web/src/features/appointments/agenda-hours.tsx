'use client';
import type { OpeningsView } from '@keneyapp/bff/features/appointments/booking-view';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { columnsOfDay, columnsOfWeek, type Shown } from './agenda-columns.ts';
import { addDays } from './agenda-search-params.ts';
import styles from './agenda.module.css';
import { AppointmentPopover } from './appointment-popover.tsx';
import { bookingHref } from './booking/booking-params.ts';
import { dayWords } from './day-words.ts';
import { AgendaGrid, type Drop } from './grid/agenda-grid.tsx';
import { clock, practitionerOf, type GridColumn } from './grid/grid-column.ts';
import type { Zoom } from './grid/zoom.ts';
import { MoveOutcome } from './move-outcome.tsx';
import { movedItem, targetOf } from './move-target.ts';
import { useMove } from './use-move.ts';

interface Props {
  view: 'day' | 'week';
  span: { from: string; days: number; ofOwnUnits: boolean };
  /** Days that are shown. */
  days: readonly string[];
  today: string;
  items: readonly AgendaItem[];
  /** Who or what stands side by side in a day. */
  shown: Shown;
  openings: OpeningsView | undefined;
  rooms: ReadonlySet<string>;
  zoom: Zoom;
}

/** A day or a week hour by hour: what is there opens, goes elsewhere, and what is free is booked. */
export function AgendaHours({
  view,
  span,
  days,
  today,
  items: read,
  shown: columnsShown,
  openings,
  rooms,
  zoom,
}: Props) {
  const t = useTranslations('appointments');
  const f = useFormats();
  const router = useRouter();
  const { rights } = useSignedInUser();
  const outcome = useMove();
  const { shown } = outcome;
  const items = useMemo(() => shown(read), [shown, read]);
  const [opened, setOpened] = useState<{ id: string; anchor: HTMLElement } | null>(null);
  // as it is now: what reception says of it changes it
  const item = opened && items.find(({ id }) => id === opened.id);
  const columns = useMemo(
    () =>
      view === 'day'
        ? columnsOfDay(items, { day: span.from, shown: columnsShown, openings, nobody: t('grid.nobody') })
        : columnsOfWeek(items, days, {
            resource: columnsShown.isOne ? (columnsShown.of[0]?.resource ?? null) : null,
            openings,
            titleOf: (day) => weekdayTitle(f.locale, day),
          }),
    [view, items, span.from, columnsShown, openings, days, f.locale, t],
  );
  const onMove = (drop: Drop) => {
    const to = targetOf(drop, rooms);
    if (to === null) return announce(t('grid.moved.noSuchTime'));
    outcome.move(drop.item, to, movedItem(drop.item, to, drop));
  };
  const onBook = (column: GridColumn, from: number) => {
    const who = practitionerOf(column);
    if (who !== null) router.push(bookingHref({ who, from: column.day, starts: clock(from) }));
  };
  const focusOn = useCallback((id: string) => {
    // the dialog gives the focus back to what had it; where that is gone, the appointment has it
    setTimeout(() => document.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`)?.focus());
  }, []);
  return (
    <div className={styles.hours}>
      <h2 className={styles.shownDay}>
        {view === 'day'
          ? longDay(f.locale, span.from)
          : t('week', { from: f.date(span.from) ?? '', to: f.date(addDays(span.from, 6)) ?? '' })}
      </h2>
      <AgendaGrid
        columns={columns}
        today={today}
        zoom={zoom}
        onOpen={({ id }, anchor) => setOpened({ id, anchor })}
        onMove={rights['appointments.move'] ? onMove : null}
        onBook={rights['appointments.book'] ? onBook : null}
      />
      {opened && item && (
        <AppointmentPopover
          item={item}
          anchor={opened.anchor}
          isOwn={false}
          onClose={() => setOpened(null)}
        />
      )}
      <MoveOutcome outcome={outcome} items={items} onClosed={focusOn} />
    </div>
  );
}

const longDay = (locale: string, day: string): string =>
  dayWords(locale, day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const weekdayTitle = (locale: string, day: string): string =>
  dayWords(locale, day, { weekday: 'short', day: 'numeric', month: 'short' });
