'use client';
import type { ObstacleView, PlacedVisit } from '@keneyapp/bff/features/appointments/booking-view';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { toParis } from '../../../components/form/paris-time.ts';
import { useFormats } from '../../../i18n/use-formats.ts';
import { useTRPC } from '../../../trpc/client.tsx';
import { dayWords } from '../day-words.ts';

type Timed = Pick<PlacedVisit, 'start' | 'end'>;

/** A place in words: when, with whom, where; and what stands against it. */
export function usePlaceWords() {
  const t = useTranslations('appointments.booking');
  const f = useFormats();
  const kinds = useQuery({
    ...useTRPC().appointments.kinds.queryOptions(undefined, { staleTime: 60_000 }),
    // whoever shows the places has read them already
    enabled: false,
  }).data;
  const dayOf = (start: string) => toParis(new Date(start)).slice(0, 10);
  const day = (start: string, options?: Intl.DateTimeFormatOptions) =>
    dayWords(
      f.locale,
      dayOf(start),
      options ?? { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    );
  const times = ({ start, end }: Timed) => `${f.time(start)}–${f.time(end)}`;
  const withWhom = ({ practitioners, rooms }: Pick<PlacedVisit, 'practitioners' | 'rooms'>) =>
    [...practitioners, ...rooms].map(({ name }) => name).join(', ');
  const place = (visit: PlacedVisit) =>
    t('place', { day: day(visit.start), times: times(visit), who: withWhom(visit) });
  return {
    dayOf,
    day,
    shortDay: (start: string) => day(start, { weekday: 'short', day: 'numeric', month: 'short' }),
    times,
    withWhom,
    /** What it is for. */
    what: ({ kind }: Pick<PlacedVisit, 'kind'>) => kinds?.find(({ id }) => id === kind)?.name ?? '',
    /** When, with whom and where, in one line. */
    place,
    /** And what for. */
    whole: (visit: PlacedVisit) => {
      const what = kinds?.find(({ id }) => id === visit.kind)?.name;
      return what === undefined ? place(visit) : t('of', { what, place: place(visit) });
    },
    obstacle: ({ resource, reason, by }: ObstacleView) =>
      f.labelled(
        t(`obstacle.${reason}`, { who: resource?.name ?? t('obstacle.nobody') }),
        by.map(times).join(', '),
      ),
  };
}
