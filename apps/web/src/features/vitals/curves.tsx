'use client';
import type { Series } from '@keneyapp/bff/features/vitals/view';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CallFailed } from '../../components/call-failed.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { CurveCard } from './curve-card.tsx';
import type { VitalsQuery } from './period.ts';
import { useVitalsWords } from './use-vitals-words.ts';
import styles from './curves.module.css';

const order: readonly (readonly Series['sign'][])[] = [
  ['systolic', 'diastolic'],
  ['heartRate'],
  ['respiratoryRate'],
  ['oxygenSaturation'],
  ['temperature'],
  ['news2'],
  ['oxygenFlow'],
  ['pain'],
  ['glucose'],
  ['weight'],
  ['bmi'],
  ['height'],
  ['headCircumference'],
];

/** A card per sign; systolic and diastolic share one. */
export function Curves({ patientId, from }: VitalsQuery) {
  const { t, formats } = useVitalsWords();
  const c = useTranslations('common');
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery({
    ...trpc.vitals.series.queryOptions({ patientId, ...from }),
    placeholderData: keepPreviousData,
  });
  if (!data)
    return error ? (
      <CallFailed isPage error={error} retry={() => void refetch()} />
    ) : (
      <LoadingRows label={c('state.loading')} rows={6} widths={[45, 45]} />
    );
  const groups = order
    .map((names) => data.series.filter((s) => names.includes(s.sign) && s.points.length > 0))
    .filter((group) => group.length > 0);
  const unlisted = data.unlisted.length > 0 && (
    <p className="muted">
      {t('curves.unlisted', { names: data.unlisted.map((label) => formats.coded(label)).join(', ') })}
    </p>
  );
  if (groups.length === 0 && !unlisted)
    return (
      <EmptyState isPage title={t('empty')}>
        <p>{t('emptyHelp')}</p>
      </EmptyState>
    );
  return (
    <>
      {data.older && <p className="muted">{t('older')}</p>}
      {unlisted}
      <div className={styles.curves}>
        {groups.map((group) => (
          <CurveCard key={group[0]?.sign} group={group} subject={data.subject} />
        ))}
      </div>
    </>
  );
}
