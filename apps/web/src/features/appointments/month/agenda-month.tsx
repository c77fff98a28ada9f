'use client';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { CallFailed } from '../../../components/call-failed.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { useFormats } from '../../../i18n/use-formats.ts';
import { whileInSight } from '../../../trpc/while-in-sight.ts';
import { AgendaFilters } from '../agenda-filters.tsx';
import { AgendaMoves } from '../agenda-moves.tsx';
import {
  addDays,
  agendaHref,
  monthAsked,
  monthOf,
  monthSpan,
  type AgendaParams,
} from '../agenda-search-params.ts';
import styles from '../agenda.module.css';
import { BookLink } from '../booking/book-link.tsx';
import { dayWords } from '../day-words.ts';
import { DeskLinks } from '../desk-links.tsx';
import { AgendaLinks } from '../rules/agenda-links.tsx';
import { useLiveAgenda } from '../use-live-agenda.ts';
import { MonthGrid } from './month-grid.tsx';

const fallbackMs = 120_000;

/** A month: how many come on each day, and how much is still free. A day opens. */
export function AgendaMonth({ place, today }: { place: AgendaParams; today: string }) {
  const t = useTranslations('appointments');
  const c = useTranslations('common');
  const f = useFormats();
  const router = useRouter();
  const { rights } = useSignedInUser();
  const span = monthSpan(place, today);
  const asked = monthAsked(place, today);
  const { data, error, refetch } = useQuery(
    useTRPC().appointments.month.queryOptions(asked, whileInSight(fallbackMs)),
  );
  useLiveAgenda(
    { from: span.from, until: addDays(span.from, span.days), practitionerId: asked.practitionerId },
    true,
  );
  const ofMonth = data?.days.filter(({ day }) => monthOf(day) === span.month) ?? [];
  return (
    <div className={styles.page}>
      <PageHeader
        title={t('title')}
        note={data && t('count', { count: ofMonth.reduce((sum, { appointments }) => sum + appointments, 0) })}
      >
        <AgendaLinks here="agenda" />
        <DeskLinks list={null} />
        {rights['appointments.book'] && <BookLink from={span.from > today ? span.from : null} />}
      </PageHeader>
      <div className={`${styles.tools} no-print`}>
        <AgendaMoves place={place} view="month" span={span} today={today} />
        {data && (
          <AgendaFilters
            place={{ ...place, room: null }}
            who={asked.practitionerId}
            own={null}
            practitioners={data.practitioners}
            services={[]}
            rooms={[]}
          />
        )}
      </div>
      {!data &&
        (error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={12} widths={[8, 28, 22, 16]} label={c('state.loading')} />
        ))}
      {data && (
        <MonthGrid
          title={dayWords(f.locale, `${span.month}-01`, { month: 'long', year: 'numeric' })}
          days={data.days}
          month={span.month}
          today={today}
          hrefOf={(day) => agendaHref({ ...place, view: 'day', from: day })}
          onMonth={(step) =>
            router.replace(agendaHref({ ...place, from: step === 1 ? span.next : span.previous }))
          }
        />
      )}
    </div>
  );
}
