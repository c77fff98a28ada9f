'use client';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { leaveBy } from '../../components/leave-guard.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { subscribeToCharts, type ChartNews } from '../../shell/chart-news.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './viewer.module.css';

/** In a window of its own: says so when the chart that is open beside it is another patient's. */
export function OtherChartWarning({ patientId }: { patientId: string }) {
  const t = useTranslations('imaging.follow');
  const f = useFormats();
  const { data: banner } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  const name = banner ? f.fullName(banner.identity) : '';
  const router = useRouter();
  const { sessionId } = useSignedInUser();
  const [chart, setChart] = useState<ChartNews | null>(null);
  useEffect(() => subscribeToCharts(sessionId, setChart), [sessionId]);
  if (!chart || chart.patientId === patientId) return null;
  return (
    <div role="alert" className={styles.follow}>
      <div>
        <strong>{t('title')}</strong>
        <p>{t('text', { other: chart.name, name })}</p>
      </div>
      <Button
        size="small"
        variant="contained"
        onClick={() =>
          leaveBy(() => router.push(`/patients/${encodeURIComponent(chart.patientId)}/imaging?window=own`))
        }
      >
        {t('follow', { other: chart.name })}
      </Button>
      <Button size="small" variant="outlined" onClick={() => leaveBy(() => window.close())}>
        {t('close')}
      </Button>
    </div>
  );
}
