'use client';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { usePathname, useSearchParams } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useRef, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { goTo } from '../../components/same-page-link.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { OtherChartWarning } from './other-chart-warning.tsx';
import styles from './imaging.module.css';
import { QuickLook } from './quick-look.tsx';
import { imagingHref, imagingParams } from './search-params.ts';
import type { PdfView } from './series-objects.tsx';
import { StudyCard } from './study-card.tsx';

/** Studies of the patient; the one being looked at stands in the address, so that it can be linked and come back to. */
export function ImagingPage({ patientId, pdfView }: { patientId: string; pdfView: PdfView }) {
  const t = useTranslations('imaging');
  const trpc = useTRPC();
  const search = useSearchParams();
  const pathname = usePathname();
  const [asked] = useQueryStates(imagingParams);
  const list = useRef<HTMLUListElement>(null);
  const [hasAsked, setAsked] = useState(false);
  const isOwn = asked.window === 'own';
  const { data, error, refetch } = useQuery(trpc.imaging.list.queryOptions({ patientId }));
  if (!data)
    return error ? (
      <CallFailed isPage error={error} retry={() => void refetch()} />
    ) : (
      <LoadingRows rows={4} widths={[12, 40, 20]} label={t('loading')} />
    );
  if (data.studies.length === 0)
    return (
      <>
        {isOwn && <OtherChartWarning patientId={patientId} />}
        <EmptyState isPage title={t('empty')}>
          <p>{t('emptyHelp')}</p>
        </EmptyState>
      </>
    );
  const open = data.studies.find((s) => s.uid !== null && s.uid === asked.study) ?? null;

  // the chart's own history: no request, and "back" returns to the list
  const go = (changes: Parameters<typeof imagingHref>[1]) =>
    goTo(imagingHref(`${pathname}?${search}`, changes));
  // a window of the viewer stays one
  const own = isOwn ? '?window=own' : '';
  const viewerHref = (uid: string | null) => `/patients/${patientId}/imaging/${uid ?? ''}${own}`;
  const close = () => {
    const last = open?.uid;
    go({ study: null, series: null });
    queueMicrotask(() => list.current?.querySelector<HTMLElement>(`[data-study="${last}"] button`)?.focus());
  };
  return (
    <div className={styles.page} data-open={open !== null}>
      <div className={styles.listing}>
        {isOwn && <OtherChartWarning patientId={patientId} />}
        {data.reportsFailed && (
          <p role="status" className={styles.warning}>
            {t('reportsFailed')}
          </p>
        )}
        {data.truncated && (
          <p role="status" className={styles.warning}>
            {t('truncated', { n: data.studies.length, total: data.total })}
          </p>
        )}
        <ul ref={list} className={styles.list} aria-label={t('title')}>
          {data.studies.map((study) => (
            <StudyCard
              key={study.id}
              study={study}
              patientId={patientId}
              viewerHref={viewerHref(study.uid)}
              isOpen={study === open}
              onLook={() => {
                setAsked(true);
                go({ study: study.uid, series: null });
              }}
            />
          ))}
        </ul>
      </div>
      {open && (
        <QuickLook
          key={open.id}
          study={open}
          patientId={patientId}
          seriesUid={asked.series}
          viewerHref={viewerHref(open.uid)}
          pdfView={pdfView}
          takesFocus={hasAsked}
          onSeries={(uid) => go({ series: uid })}
          onClose={close}
        />
      )}
    </div>
  );
}
