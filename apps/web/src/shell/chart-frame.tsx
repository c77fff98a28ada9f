'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useState, type ReactNode } from 'react';
import { useFormats } from '../i18n/use-formats.ts';
import { useTRPC } from '../trpc/client.tsx';
import { BannerSlot } from './banner-slot.tsx';
import { usePublishChart } from './chart-news.ts';
import { ChartSections } from './chart-sections.tsx';
import styles from './chart-frame.module.css';
import { PrintRecord } from './print-record.tsx';
import { led } from './led.ts';
import { forgetChart } from './forget-chart.ts';
import { useSlots } from './manifests.tsx';
import { WorkspaceSlot } from './workspace/workspace-slot.tsx';
import { useWorkspace } from './workspace/workspace-state.ts';

// of few charts
const LedOn = dynamic(() => import('./led-on.tsx').then((m) => m.LedOn), { ssr: false });
const LedHere = dynamic(() => import('./led-on.tsx').then((m) => m.LedHere), { ssr: false });

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
  usePublishChart(patientId, data ? formats.fullName(data.identity) : null);
  const closed = data?.closed ?? null;
  const [wasOpen, setWasOpen] = useState(!closed);
  if (!closed && !wasOpen) setWasOpen(true);
  const { form } = useWorkspace(patientId);
  const ofClosed = useSlots((manifest) => manifest.chart?.Closed);
  const ofEmergency = useSlots((manifest) => manifest.chart?.Emergency);
  const ofLive = useSlots((manifest) => manifest.chart?.Live);
  const emergency = data?.emergency;
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
        {emergency &&
          ofEmergency.map((Strip, i) => (
            <Strip key={i} patientId={patientId} expiresAt={emergency.expiresAt} />
          ))}
      </BannerSlot>
      {!closed && <ChartSections patientId={patientId} />}
      <div className={styles.page}>
        {data?.replacedBy && <LedOn to={data.replacedBy} hasForm={form !== null} />}
        {led.to?.patientId === patientId && <LedHere patientId={patientId} />}
        {closed
          ? // of a record that leads on there is nothing to ask for: what it held is in the other one
            !data?.replacedBy &&
            ofClosed.map((Closed, i) => (
              <Closed
                key={i}
                patientId={patientId}
                closed={closed}
                hasJustClosed={hasClosed}
                keepsForm={hasClosed && form !== null}
              />
            ))
          : children}
      </div>
      {wasOpen && <WorkspaceSlot patientId={patientId} />}
      {!closed && ofLive.map((Live, i) => <Live key={i} patientId={patientId} />)}
      <PrintRecord />
    </div>
  );
}
