'use client';
import type { ChartAppointment } from '@keneyapp/bff/features/appointments/chart-view';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './agenda.module.css';

/** Appointments of one patient: what comes first, what was below it. */
export function ChartAppointments({ patientId }: { patientId: string }) {
  const t = useTranslations('appointments');
  const c = useTranslations('common');
  const { data, error, refetch } = useQuery(useTRPC().appointments.ofChart.queryOptions({ patientId }));
  return (
    <div className={styles.page}>
      <PageHeader title={t('ofChart.title')} />
      {!data &&
        (error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={6} widths={[14, 24, 22, 16]} label={c('state.loading')} />
        ))}
      {data && (
        <>
          <Part title={t('ofChart.coming')} none={t('ofChart.noneComing')} items={data.coming} />
          <Part title={t('ofChart.past')} none={t('ofChart.nonePast')} items={data.past} />
          {data.isTruncated && (
            <p role="status" className={styles.truncated}>
              {t('ofChart.truncated')}
            </p>
          )}
        </>
      )}
    </div>
  );
}

function Part({ title, none, items }: { title: string; none: string; items: readonly ChartAppointment[] }) {
  const t = useTranslations('appointments');
  const f = useFormats();
  const { patientId } = useSignedInUser();
  const id = useId();
  const word = (status: ChartAppointment['status']) =>
    t(patientId !== null && status === 'fulfilled' ? 'status.came' : `status.${status}`);
  return (
    <section aria-labelledby={id} className={styles.day}>
      <h2 id={id} className={styles.date}>
        {title}
      </h2>
      {items.length === 0 ? (
        <EmptyState title={none} />
      ) : (
        <table className={`${styles.table} ${styles.ofChart}`}>
          <thead className={styles.head}>
            <tr>
              <th scope="col">{t('columns.time')}</th>
              <th scope="col">{t('columns.reason')}</th>
              <th scope="col">{t('columns.with')}</th>
              <th scope="col">{t('columns.service')}</th>
              <th scope="col">{t('columns.status')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id} data-status={item.status}>
                <th scope="row" className={styles.time}>
                  <time dateTime={item.start}>{f.dateTime(item.start)}</time>
                  {item.minutes !== null && (
                    <span className="muted"> {t('duration', { minutes: item.minutes })}</span>
                  )}
                </th>
                <td>{item.reason ? f.coded(item.reason) : <span className="muted">{t('noReason')}</span>}</td>
                <td>{item.practitioners.map(({ name }) => name).join(', ')}</td>
                <td>{item.services.map(({ name }) => name).join(', ')}</td>
                <td>
                  <span className={styles.status}>{word(item.status)}</span>
                  {item.cancelled && (
                    <span className="muted"> {t('cancelledBecause', { reason: item.cancelled })}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
