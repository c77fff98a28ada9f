'use client';
import type { AgendaItem, Named } from '@keneyapp/bff/features/appointments/view';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { columnsOfDay, columnsOfWeek } from './agenda-columns.ts';
import { AgendaDay } from './agenda-day.tsx';
import { AgendaFilters } from './agenda-filters.tsx';
import { AgendaMoves } from './agenda-moves.tsx';
import {
  addDays,
  agendaHref,
  agendaSpan,
  everywhere,
  ownUnits,
  viewOf,
  type AgendaParams,
  type AgendaViewName,
} from './agenda-search-params.ts';
import styles from './agenda.module.css';
import { dayWords } from './day-words.ts';
import { AppointmentPopover } from './appointment-popover.tsx';
import { AgendaGrid } from './grid/agenda-grid.tsx';
import { AgendaLinks } from './rules/agenda-links.tsx';
import type { Zoom } from './grid/zoom.ts';

/** A day hour by hour, practitioners side by side; a week; or a list. A patient sees their own, as a list. */
export function Agenda({ place, today }: { place: AgendaParams; today: string }) {
  const t = useTranslations('appointments');
  const c = useTranslations('common');
  const isOwn = !useSignedInUser().rights['appointments.list-all'];
  const trpc = useTRPC();
  const view = viewOf(place, isOwn);
  const span = agendaSpan(place, { today, isOwn });
  const { data, error, refetch } = useQuery(
    trpc.appointments.agenda.queryOptions(span, {
      refetchInterval: 120_000,
      trpc: { context: { background: true } },
    }),
  );

  const own = data?.ownPractitionerId ?? null;
  // A professional who has appointments first sees their own; the address says otherwise.
  const who =
    place.who === 'all' || isOwn
      ? null
      : (place.who ?? (data?.practitioners.some((p) => p.id === own) ? own : null));
  const where = isOwn || [ownUnits, everywhere].includes(place.where ?? ownUnits) ? null : place.where;
  const items = useMemo(
    () => (data?.items ?? []).filter((item) => matches(item, who, where)),
    [data, who, where],
  );
  const cancelled = items.filter((item) => item.status === 'cancelled').length;

  return (
    <div className={styles.page}>
      <PageHeader
        title={t(isOwn ? 'ownTitle' : 'title')}
        note={
          data && (
            <>
              {t('count', { count: items.length })}
              {cancelled > 0 && `, ${t('countCancelled', { count: cancelled })}`}
            </>
          )
        }
      >
        {data && !isOwn && (
          <AgendaFilters
            place={place}
            who={who}
            own={own}
            practitioners={data.practitioners}
            services={data.services}
          />
        )}
        <AgendaMoves place={place} view={isOwn ? null : view} span={span} today={today} />
        <AgendaLinks here="agenda" />
      </PageHeader>
      {!data &&
        (error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={12} widths={[8, 28, 22, 16]} label={c('state.loading')} />
        ))}
      {data?.truncated && (
        <p role="status" className={styles.truncated}>
          {t('truncated', { count: data.items.length })}
        </p>
      )}
      {data && items.length === 0 && (
        <EmptyState
          isPage
          title={t('empty.title')}
          actions={
            !isOwn &&
            (who !== null || place.where !== everywhere) && (
              <Link prefetch={false} href={agendaHref({ ...place, who: 'all', where: everywhere })}>
                {t('clearFilters')}
              </Link>
            )
          }
        >
          <p>{t(isOwn ? 'empty.own' : 'empty.text')}</p>
        </EmptyState>
      )}
      {data && items.length > 0 && (
        <Days
          {...{ view, span, today, items, who, isOwn }}
          practitioners={data.practitioners}
          zoom={place.zoom}
        />
      )}
    </div>
  );
}

function Days({
  view,
  span,
  today,
  items,
  who,
  isOwn,
  practitioners,
  zoom,
}: {
  view: AgendaViewName;
  span: { from: string; days: number };
  today: string;
  items: readonly AgendaItem[];
  who: string | null;
  isOwn: boolean;
  practitioners: readonly Named[];
  zoom: Zoom;
}) {
  const t = useTranslations('appointments');
  const f = useFormats();
  const [opened, setOpened] = useState<{ id: string; anchor: HTMLElement } | null>(null);
  // as it is now: what reception says of it changes it
  const item = opened && items.find(({ id }) => id === opened.id);
  const days = useMemo(
    () =>
      Array.from({ length: span.days }, (_, index) => addDays(span.from, index)).filter(
        (day) => span.days === 1 || isWorkday(day) || items.some((item) => item.day === day),
      ),
    [span.from, span.days, items],
  );
  const columns = useMemo(
    () =>
      view === 'day'
        ? columnsOfDay(items, { day: span.from, who, practitioners, noPractitioner: t('grid.nobody') })
        : columnsOfWeek(items, days, (day) => weekdayTitle(f.locale, day)),
    [view, items, span.from, who, practitioners, days, f.locale, t],
  );
  if (view === 'list')
    return days.map((day) => (
      <AgendaDay
        key={day}
        day={day}
        isToday={day === today}
        isOwn={isOwn}
        items={items.filter((item) => item.day === day)}
      />
    ));
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
        isOwn={isOwn}
        onOpen={({ id }, anchor) => setOpened({ id, anchor })}
      />
      {opened && item && (
        <AppointmentPopover
          item={item}
          anchor={opened.anchor}
          isOwn={isOwn}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  );
}

const longDay = (locale: string, day: string): string =>
  dayWords(locale, day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const weekdayTitle = (locale: string, day: string): string =>
  dayWords(locale, day, { weekday: 'short', day: 'numeric', month: 'short' });

function matches(item: AgendaItem, who: string | null, where: string | null): boolean {
  return (
    (who === null || item.practitioners.some((p) => p.id === who)) &&
    (where === null || item.services.some((s) => s.id === where))
  );
}

function isWorkday(day: string): boolean {
  return ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}
