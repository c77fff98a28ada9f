'use client';
import type { KindView, UpcomingVisit } from '@keneyapp/bff/features/appointments/booking-view';
import { DeniedState, LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { CallFailed } from '../../../components/call-failed.tsx';
import { leaveBy } from '../../../components/leave-guard.ts';
import { PageHeader } from '../../../components/page-header.tsx';
import { useFormats } from '../../../i18n/use-formats.ts';
import { holdFocus } from '../../../shell/hold-focus.ts';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { bookingParams, type BookingPlace } from './booking-params.ts';
import styles from './booking.module.css';
import { Caller } from './caller.tsx';
import { Criteria, kindFieldId } from './criteria.tsx';
import { AskedMove } from './asked-move.tsx';
import { Outcome } from './outcome.tsx';
import { patientFieldId } from './patient-picker.tsx';
import { goToPlaces } from './places.tsx';
import { usePlaceWords } from './use-place-words.ts';

/** Somebody telephones: who they are, what they come for, and the places that are free, on one page and without a mouse. */
export function BookingPage({ today }: { today: string }) {
  const t = useTranslations('appointments.booking');
  const isAllowed = useSignedInUser().rights['appointments.book'] === true;
  if (!isAllowed)
    return (
      <DeniedState isPage title={t('denied')}>
        <p>{t('deniedHelp')}</p>
      </DeniedState>
    );
  return <Desk today={today} />;
}

function Desk({ today }: { today: string }) {
  const t = useTranslations('appointments.booking');
  const c = useTranslations('common.state');
  const f = useFormats();
  const trpc = useTRPC();
  const words = usePlaceWords();
  const [asked, setPlace] = useQueryStates(bookingParams, { history: 'replace' });
  const [isMissing, setMissing] = useState(false);
  const { patient, move } = asked;
  const kinds = useQuery(trpc.appointments.kinds.queryOptions(undefined, { staleTime: 60_000 }));
  const banner = useQuery({
    ...trpc.patients.banner.queryOptions({ patientId: patient ?? '' }),
    enabled: patient !== null,
  });
  const upcoming = useQuery({
    ...trpc.appointments.upcoming.queryOptions({ patientId: patient ?? '' }),
    enabled: patient !== null && move !== null,
  });
  const moved = upcoming.data?.visits.find(({ appointmentId }) => appointmentId === move) ?? null;
  const place = known(asked, kinds.data, moved);
  const name = banner.data ? f.fullName(banner.data.identity) : '';
  const change = (next: Partial<BookingPlace>) => void setPlace(next);
  // what was typed for one patient is not lost by choosing another
  const choose = (next: string | null) =>
    leaveBy(() => {
      setMissing(false);
      change({ patient: next });
      holdFocus(() => document.getElementById(next === null ? patientFieldId : kindFieldId));
    });
  return (
    <div className={styles.page}>
      <PageHeader
        title={t(move === null ? 'title' : 'move.title')}
        note={
          move !== null && moved
            ? t('move.from', {
                what: moved.service ?? '',
                day: words.day(moved.start),
                times: words.times(moved),
              })
            : null
        }
      />
      <div className={styles.columns}>
        <Caller patientId={patient} isMissing={isMissing} moving={move} onChoose={choose} />
        <div className={styles.column}>
          {kinds.data ? (
            <Criteria
              place={place}
              kinds={kinds.data}
              today={today}
              onChange={change}
              onSubmit={() => {
                if (place.kind === null) document.getElementById(kindFieldId)?.focus();
                else goToPlaces();
              }}
            />
          ) : kinds.error ? (
            <CallFailed error={kinds.error} retry={() => void kinds.refetch()} />
          ) : (
            <LoadingRows rows={6} widths={[60]} label={c('loading')} />
          )}
        </div>
        <div className={styles.column} id="booking-results">
          {move === null ? (
            <Outcome
              key={patient ?? ''}
              {...{ place, today, name }}
              onChange={change}
              onNobody={() => {
                setMissing(true);
                document.getElementById(patientFieldId)?.focus();
              }}
              onAnother={() => holdFocus(() => document.getElementById(kindFieldId))}
            />
          ) : upcoming.data === undefined && upcoming.error ? (
            <CallFailed error={upcoming.error} retry={() => void upcoming.refetch()} />
          ) : upcoming.data === undefined && patient !== null ? (
            <LoadingRows rows={6} widths={[60]} label={c('loading')} />
          ) : (
            <AskedMove key={move} {...{ place, today, name }} onChange={change} appointment={moved} />
          )}
        </div>
      </div>
    </div>
  );
}

const givenBy = (kinds: readonly KindView[], who: string | null): boolean =>
  kinds.some(({ practitioners }) => practitioners.some(({ id }) => id === who));

/** What is asked for as the agenda knows it: an appointment that is moved keeps its kind, and nobody is asked for who does not give it. */
function known(
  asked: BookingPlace,
  kinds: readonly KindView[] | undefined,
  moved: UpcomingVisit | null,
): BookingPlace {
  const place = { ...asked, kind: asked.kind ?? moved?.kind ?? null };
  if (!kinds) return place;
  const kind = kinds.find(({ id }) => id === place.kind);
  return {
    ...place,
    kind: kind?.id ?? null,
    who: givenBy(kind ? [kind] : kinds, place.who) ? place.who : null,
    then: kinds.some(({ id }) => id === place.then) ? place.then : null,
  };
}
