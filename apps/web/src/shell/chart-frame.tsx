'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useState, type ReactNode } from 'react';
import { ClosedChart } from '../features/emergency/closed-chart.tsx';
import { LiveChart } from '../features/live/live-chart.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { useTRPC } from '../trpc/client.tsx';
import { BannerSlot } from './banner-slot.tsx';
import { useTellChart } from './chart-news.ts';
import { ChartSections } from './chart-sections.tsx';
import styles from './chart-frame.module.css';
import { PrintTold } from './print-told.tsx';
import { forgetChart } from './forget-chart.ts';
import { WorkspaceSlot } from './workspace-slot.tsx';
import { useWorkspace } from './workspace-state.ts';

const EmergencyStrip = dynamic(
  () => import('../features/emergency/emergency-strip.tsx').then((m) => m.EmergencyStrip),
  { ssr: false, loading: () => <div className={styles.strip} /> },
);

/**
 * A chart: banner on top and always visible, sections at the left, the page in the middle, the workspace at the right.
 * Of one that is closed to this person the banner stays (who it is about), and why it is closed; one that closes while it
 * is read leaves the screen at once, but for a form that somebody was writing in.
 */
export function ChartFrame({
  patientId,
  banner,
  children,
}: {
  patientId: string;
  banner: ReactNode;
  children: ReactNode;
}) {
  const client = useQueryClient();
  const { data } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  const formats = useFormats();
  useTellChart(patientId, data ? formats.fullName(data.identity) : null);
  const closed = data?.closed ?? null;
  const [wasOpen, setWasOpen] = useState(!closed);
  if (!closed && !wasOpen) setWasOpen(true);
  const { form } = useWorkspace(patientId);
  const router = useRouter();
  const isClosed = closed !== null;
  const hasClosed = isClosed && wasOpen;
  useEffect(() => {
    if (isClosed) forgetChart(client, patientId);
    // what the router keeps of its pages goes too
    if (hasClosed) router.refresh();
  }, [isClosed, hasClosed, client, router, patientId]);
  return (
    <div className={styles.frame} data-chart>
      <BannerSlot>
        {banner}
        {data?.emergency && <EmergencyStrip patientId={patientId} expiresAt={data.emergency.expiresAt} />}
      </BannerSlot>
      {!closed && <ChartSections patientId={patientId} />}
      <div className={styles.page}>
        {closed ? (
          <ClosedChart
            patientId={patientId}
            closed={closed}
            hasJustClosed={hasClosed}
            keepsForm={hasClosed && form !== null}
          />
        ) : (
          children
        )}
      </div>
      {wasOpen && <WorkspaceSlot patientId={patientId} />}
      {!closed && <LiveChart patientId={patientId} />}
      <PrintTold />
    </div>
  );
}
