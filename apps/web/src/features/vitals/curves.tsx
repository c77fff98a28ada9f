'use client';
import type { Series } from '@keneyapp/bff/features/vitals/view';
import { LoadingRows } from '@keneyapp/ui/states';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNow, useTranslations } from 'next-intl';
import { courseSpan } from '../../components/course/course-model.ts';
import { CallFailed } from '../../components/call-failed.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { NoVitals } from './no-vitals.tsx';
import { CurveCard } from './curve-card.tsx';
import type { Opened, VitalsQuery } from './period.ts';
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
export function Curves({ patientId, from, allHref, row }: VitalsQuery & Opened) {
  const { t, formats } = useVitalsWords();
  const c = useTranslations('common');
  const now = useNow().getTime();
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
  const span = courseSpan(
    groups.flatMap((group) => group.flatMap((s) => s.points.map((p) => Date.parse(p.takenAt)))),
    from.from === undefined ? null : Date.parse(from.from),
    now,
  );
  const unlisted = data.unlisted.length > 0 && (
    <p className="muted">
      {t('curves.unlisted', { names: data.unlisted.map((label) => formats.coded(label)).join(', ') })}
    </p>
  );
  if (groups.length === 0 && !unlisted)
    return <NoVitals allHref={from.from === undefined ? null : allHref} />;
  return (
    <>
      {data.older && <p className="muted">{t('older')}</p>}
      {unlisted}
      <div className={styles.curves}>
        {groups.map((group) => (
          <CurveCard
            key={group[0]?.sign}
            group={group}
            subject={data.subject}
            span={span}
            isOpened={group[0]?.name === row}
          />
        ))}
      </div>
    </>
  );
}
