'use client';
import type { OpeningsView } from '@keneyapp/bff/features/appointments/booking-view';
import type { AgendaItem, Named } from '@keneyapp/bff/features/appointments/view';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useMemo } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { peopleOf, roomsOf, type Shown } from './agenda-columns.ts';
import { AgendaDay } from './agenda-day.tsx';
import { AgendaFilters } from './agenda-filters.tsx';
import { AgendaHours } from './agenda-hours.tsx';
import { AgendaMoves } from './agenda-moves.tsx';
import {
  addDays,
  agendaHref,
  dayListHref,
  agendaSpan,
  allRooms,
  everywhere,
  ownUnits,
  viewOf,
  type AgendaParams,
} from './agenda-search-params.ts';
import styles from './agenda.module.css';
import { isChosen, type Chosen } from './chosen.ts';
import { AgendaMonth } from './month/agenda-month.tsx';
import { useLiveAgenda } from './use-live-agenda.ts';
import { useBookable, useOpenings } from './use-openings.ts';
import { BookLink } from './booking/book-link.tsx';
import { Delays } from './delays.tsx';
import { DeskLinks } from './desk-links.tsx';
import { AgendaLinks } from './rules/agenda-links.tsx';

/** A day hour by hour, practitioners side by side; a week; or a list. A patient sees their own, as a list. */
export function Agenda({ place, today }: { place: AgendaParams; today: string }) {
  const isOwn = !useSignedInUser().rights['appointments.list-all'];
  return viewOf(place, isOwn) === 'month' ? (
    <AgendaMonth place={place} today={today} />
  ) : (
    <AgendaSpan place={place} today={today} />
  );
}

function AgendaSpan({ place, today }: { place: AgendaParams; today: string }) {
  const t = useTranslations('appointments');
  const c = useTranslations('common');
  const { rights } = useSignedInUser();
  const isOwn = !rights['appointments.list-all'];
  const trpc = useTRPC();
  const view = viewOf(place, isOwn);
  const span = useMemo(() => agendaSpan(place, { today, isOwn }), [place, today, isOwn]);
  const { data, error, refetch } = useQuery(
    trpc.appointments.agenda.queryOptions(span, {
      refetchInterval: 120_000,
      trpc: { context: { background: true } },
    }),
  );

  const own = data?.ownPractitionerId ?? null;
  // A professional who has appointments first sees their own; the address says otherwise.
  const who =
    place.who === 'all' || isOwn || place.room !== null
      ? null
      : (place.who ?? (data?.practitioners.some((p) => p.id === own) ? own : null));
  const room = isOwn ? null : place.room;
  const where = isOwn || [ownUnits, everywhere].includes(place.where ?? ownUnits) ? null : place.where;
  const items = useMemo(
    () => (data?.items ?? []).filter((item) => isChosen(item, { who, room, where })),
    [data, who, room, where],
  );
  // of a week the list of today, where it is in it
  const listed = span.from <= today && today < addDays(span.from, span.days) ? today : span.from;
  const ofToday = useMemo(() => items.filter(({ day }) => day === today), [items, today]);
  const bookable = useBookable(span.ofOwnUnits ? (data?.units ?? []) : [], where);
  const practitioners = useMemo(
    () => byName(data?.practitioners ?? [], bookable.practitioners),
    [data, bookable.practitioners],
  );
  const rooms = useMemo(() => byName(data?.rooms ?? [], bookable.rooms), [data, bookable.rooms]);
  const shown = useMemo(
    () => shownOf({ who, room, practitioners, rooms }),
    [who, room, practitioners, rooms],
  );
  const isHours = !isOwn && (view === 'day' || (view === 'week' && shown.isOne));
  const openings = useOpenings(
    shown.of.map(({ resource }) => resource),
    span,
    isHours && data !== undefined,
  );
  useLiveAgenda({ from: span.from, until: addDays(span.from, span.days), practitionerId: who }, !isOwn);
  const days = useMemo(() => daysOf(span, items), [span, items]);
  const isEmpty = items.length === 0 && !(isHours && openings.data?.columns.some(hasHours));
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
        <AgendaLinks here="agenda" />
        {!isOwn && (
          <DeskLinks list={{ day: listed, href: dayListHref({ who, room, where: place.where }, listed) }} />
        )}
        {rights['appointments.book'] && <BookLink from={span.from > today ? span.from : null} />}
      </PageHeader>
      <div className={`${styles.tools} no-print`}>
        <AgendaMoves place={place} view={isOwn ? null : view} span={span} today={today} />
        {data && !isOwn && (
          <AgendaFilters
            place={place}
            who={who}
            own={own}
            practitioners={practitioners}
            rooms={rooms}
            services={data.services}
          />
        )}
      </div>
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
      {!isOwn && <Delays items={ofToday} own={own} />}
      {data && isEmpty && !openings.isLoading && (
        <EmptyState
          isPage
          title={t('empty.title')}
          actions={
            !isOwn &&
            (who !== null || room !== null || place.where !== everywhere) && (
              <Link
                prefetch={false}
                href={agendaHref({ ...place, who: 'all', room: null, where: everywhere })}
              >
                {t('clearFilters')}
              </Link>
            )
          }
        >
          <p>{t(isOwn ? 'empty.own' : 'empty.text')}</p>
        </EmptyState>
      )}
      {data &&
        view === 'list' &&
        items.length > 0 &&
        days.map((day) => (
          <AgendaDay
            key={day}
            day={day}
            isToday={day === today}
            isOwn={isOwn}
            items={items.filter((item) => item.day === day)}
          />
        ))}
      {data && (view === 'day' || view === 'week') && !isEmpty && (
        <AgendaHours
          {...{ view, span, days, today, items, shown }}
          openings={openings.data}
          rooms={bookable.roomIds}
          zoom={place.zoom}
        />
      )}
    </div>
  );
}

/** Whom or what the columns of a day are of. */
function shownOf({
  who,
  room,
  practitioners,
  rooms,
}: Pick<Chosen, 'who' | 'room'> & { practitioners: readonly Named[]; rooms: readonly Named[] }): Shown {
  const one = room ?? who;
  const isOne = one !== null && room !== allRooms;
  const all = room === null ? peopleOf(practitioners) : roomsOf(rooms);
  return {
    of: isOne ? all.filter(({ resource }) => resource.endsWith(`/${one}`)) : all,
    isOne,
    hasOthers: one === null,
  };
}

function isWorkday(day: string): boolean {
  return ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** Workdays, and others on which somebody comes. */
const daysOf = (span: { from: string; days: number }, items: readonly AgendaItem[]): string[] =>
  Array.from({ length: span.days }, (_, index) => addDays(span.from, index)).filter(
    (day) => span.days === 1 || isWorkday(day) || items.some((item) => item.day === day),
  );

/** What has appointments, and what could have some. */
const byName = (some: readonly Named[], others: readonly Named[]): Named[] =>
  [...new Map([...others, ...some].map((one) => [one.id, one])).values()].sort((a, b) =>
    a.name.localeCompare(b.name, 'fr'),
  );

const hasHours = ({ open, absent }: OpeningsView['columns'][number]): boolean =>
  open.length > 0 || absent.length > 0;
