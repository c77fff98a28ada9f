'use client';
import type { UpcomingVisit } from '@keneyapp/bff/features/appointments/booking-view';
import { KeyValue } from '@keneyapp/ui/key-value';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { CallFailed } from '../../../components/call-failed.tsx';
import { PersonMarks } from '../../../components/person-marks.tsx';
import { useFormats } from '../../../i18n/use-formats.ts';
import { useTRPC } from '../../../trpc/client.tsx';
import { agendaHref, everywhere } from '../agenda-search-params.ts';
import styles from './booking.module.css';
import { PatientPicker } from './patient-picker.tsx';
import { usePlaceWords } from './use-place-words.ts';

/** So many stand there at once: below them is what is asked for. */
const shown = 3;

interface Props {
  patientId: string | null;
  /** A place was chosen, and nobody yet whom it is for. */
  isMissing: boolean;
  onChoose: (patientId: string | null) => void;
  /** The appointment that is being moved: whom it is for does not change. */
  moving: string | null;
}

/** Who it is for, how to call back, and what they have already. */
export function Caller({ patientId, isMissing, onChoose, moving }: Props) {
  const t = useTranslations('appointments.booking.caller');
  return (
    <div className={styles.column}>
      <SectionCard
        title={t('title')}
        tools={
          patientId !== null &&
          moving === null && (
            <Button variant="outlined" onClick={() => onChoose(null)}>
              {t('change')}
            </Button>
          )
        }
      >
        <div className={styles.padded}>
          {patientId === null ? (
            <PatientPicker problem={isMissing ? t('missing') : null} onChoose={onChoose} />
          ) : (
            <Person patientId={patientId} />
          )}
        </div>
      </SectionCard>
      {patientId !== null && <Upcoming patientId={patientId} moving={moving} />}
    </div>
  );
}

function Person({ patientId }: { patientId: string }) {
  const t = useTranslations('appointments.booking.caller');
  const c = useTranslations('common');
  const f = useFormats();
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.patients.banner.queryOptions({ patientId }));
  const file = useQuery(trpc.patients.identity.queryOptions({ patientId }));
  if (!data)
    return error ? (
      <CallFailed error={error} retry={() => void refetch()} />
    ) : (
      <LoadingRows rows={3} widths={[60]} label={c('state.loading')} />
    );
  const { identity } = data;
  const reach = (file.data?.details?.telecoms ?? []).filter(
    ({ isPast, system }) => !isPast && (system === 'phone' || system === 'sms'),
  );
  return (
    <>
      <p className={styles.name}>
        <b>{f.birthName(identity)}</b> {f.givenName(identity)}{' '}
        {f.usedNames(identity) && <span className="muted">({f.usedNames(identity)})</span>}{' '}
        <PersonMarks person={identity} />
      </p>
      <KeyValue
        items={[
          {
            key: t('birth'),
            value: identity.birthDate
              ? `${f.date(identity.birthDate)}${identity.age ? ` (${f.age(identity.age)})` : ''}`
              : t('noBirthDate'),
          },
          { key: t('sex'), value: c(`sex.${identity.sex}`) },
          { key: t('number'), value: identity.ipp },
          {
            key: t('telephone'),
            value:
              reach.length > 0
                ? reach.map(({ value }) => <div key={value}>{value}</div>)
                : file.data
                  ? t('noTelephone')
                  : file.error
                    ? t('telephoneFailed')
                    : '…',
          },
        ]}
      />
      <p>
        <Link href={`/patients/${patientId}/identity`} prefetch={false}>
          {t('open')}
        </Link>
      </p>
    </>
  );
}

function Upcoming({ patientId, moving }: { patientId: string; moving: string | null }) {
  const t = useTranslations('appointments.booking.upcoming');
  const c = useTranslations('common.state');
  const { data, error, refetch } = useQuery(useTRPC().appointments.upcoming.queryOptions({ patientId }));
  return (
    <SectionCard title={t('title')} count={data?.visits.length || null}>
      {!data ? (
        error ? (
          <CallFailed error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={2} widths={[70]} label={c('loading')} />
        )
      ) : data.visits.length === 0 ? (
        <EmptyState title={t('none')} />
      ) : (
        <>
          <Visits visits={data.visits.slice(0, shown)} moving={moving} />
          {data.visits.length > shown && (
            <details className={styles.rest}>
              <summary>{t('rest', { n: data.visits.length - shown })}</summary>
              <Visits visits={data.visits.slice(shown)} moving={moving} />
              {data.hasMore && <p className="muted">{t('more')}</p>}
            </details>
          )}
        </>
      )}
    </SectionCard>
  );
}

function Visits({ visits, moving }: { visits: readonly UpcomingVisit[]; moving: string | null }) {
  return (
    <ul className={styles.visits}>
      {visits.map((visit) => (
        <li key={visit.appointmentId} aria-current={visit.appointmentId === moving || undefined}>
          <Visit visit={visit} />
        </li>
      ))}
    </ul>
  );
}

function Visit({ visit }: { visit: UpcomingVisit }) {
  const t = useTranslations('appointments');
  const words = usePlaceWords();
  const { day, status, service, practitioners, places } = visit;
  return (
    <>
      <Link
        href={agendaHref({ view: 'day', from: day, who: 'all', where: everywhere, zoom: 'medium' })}
        prefetch={false}
      >
        {words.shortDay(visit.start)} · {words.times(visit)}
      </Link>
      <span>
        {service ?? t('noReason')}
        {status !== 'booked' && ` · ${t(`status.${status}`)}`}
      </span>
      <span className="muted">{[...practitioners, ...places].map(({ name }) => name).join(', ')}</span>
    </>
  );
}
