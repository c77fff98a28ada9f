'use client';
import type { TraceView } from '@keneyapp/bff/features/results/view';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CallFailed } from '../../components/call-failed.tsx';
import { Trace } from '../../components/trace/trace.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { useStatusWords } from './status-words.tsx';
import styles from './trend.module.css';

/** A signal that was recorded as samples (an ECG of a device or another hospital), with all leads of its recording. */
export function RecordedTrace({ patientId, observationId }: { patientId: string; observationId: string }) {
  const t = useTranslations('common.trace');
  const f = useFormats();
  const status = useStatusWords();
  const { data, error, refetch } = useQuery(
    useTRPC().results.trace.queryOptions({ patientId, observationId }),
  );
  if (data === undefined)
    return error ? (
      <CallFailed error={error} retry={() => void refetch()} />
    ) : (
      <LoadingRows rows={4} widths={[60]} label={t('loading')} />
    );
  if (data === null) return <p className={styles.none}>{t('none')}</p>;
  const gaps = data.leads.reduce((sum, { values }) => sum + values.filter((v) => v === null).length, 0);
  return (
    <div className={styles.trace}>
      <p className="muted">
        {[
          f.dateTime(data.date),
          status(data.status),
          gaps > 0 && t('gaps', { n: gaps }),
          data.isCut && t('tooLong'),
          data.isUnreadable && t('unreadable'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {byPeriod(data.leads).map(([period, leads]) => (
        <Trace
          key={period ?? 'unknown'}
          rate={period === null ? null : 1000 / period}
          leads={leads.map(({ name, dimension, unit, values }) => ({
            name: [f.coded(name), dimension].filter((part) => part !== null).join(' '),
            unit: unit ?? '',
            values,
          }))}
        />
      ))}
      <p className="muted">{t('notForReading')}</p>
    </div>
  );
}

/** Leads that share one axis of time. */
function byPeriod(leads: TraceView['leads']): [number | null, TraceView['leads']][] {
  const groups = new Map<number | null, TraceView['leads']>();
  for (const lead of leads) groups.set(lead.period, [...(groups.get(lead.period) ?? []), lead]);
  return [...groups];
}
