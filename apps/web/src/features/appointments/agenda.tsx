'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { AgendaDay } from './agenda-day.tsx';
import { AgendaFilters } from './agenda-filters.tsx';
import { AgendaMoves } from './agenda-moves.tsx';
import { addDays, agendaHref, agendaSpan, ownUnits, type AgendaParams } from './agenda-search-params.ts';
import styles from './agenda.module.css';

/** This week's appointments, or one day's, by professional and service. A patient sees their own. */
export function Agenda({ place, today }: { place: AgendaParams; today: string }) {
  const t = useTranslations('appointments');
  const c = useTranslations('common');
  const isOwn = !useSignedInUser().rights['appointments.list-all'];
  const trpc = useTRPC();
  const span = agendaSpan(place, today);
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
  const items = (data?.items ?? []).filter((item) =>
    matches(item, who, place.where === ownUnits ? null : place.where),
  );
  const days = Array.from({ length: span.days }, (_, index) => addDays(span.from, index));
  const shown = days.filter((day) => isWorkday(day) || items.some((item) => item.day === day));
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
        <AgendaMoves place={place} span={span} today={today} />
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
            (who ?? place.where) !== null && (
              <Link prefetch={false} href={agendaHref({ ...place, who: 'all', where: null })}>
                {t('clearFilters')}
              </Link>
            )
          }
        >
          <p>{t(isOwn ? 'empty.own' : 'empty.text')}</p>
        </EmptyState>
      )}
      {data &&
        items.length > 0 &&
        shown.map((day) => (
          <AgendaDay
            key={day}
            day={day}
            isToday={day === today}
            isOwn={isOwn}
            items={items.filter((item) => item.day === day)}
          />
        ))}
    </div>
  );
}

function matches(item: AgendaItem, who: string | null, where: string | null): boolean {
  return (
    (who === null || item.practitioners.some((p) => p.id === who)) &&
    (where === null || item.services.some((s) => s.id === where))
  );
}

function isWorkday(day: string): boolean {
  return ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}
