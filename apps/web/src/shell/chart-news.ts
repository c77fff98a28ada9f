'use client';
import { useEffect } from 'react';
import { useSignedInUser } from './signed-in-user.tsx';

/** The windows of one browser publish each other whose chart is open; `session`: of the same person only. */
export interface ChartNews {
  session: string;
  patientId: string;
  /** As the banner writes it. */
  name: string;
}

const channelName = 'keneya-chart';
/** The name of the window that shows images only: what it shows is no change of chart. */
export const viewerWindow = 'keneya-viewer';

/** This window's chart is told when it is opened, and when the person comes back to it. */
export function usePublishChart(patientId: string, name: string | null): void {
  const { sessionId } = useSignedInUser();
  useEffect(() => {
    if (name === null || window.name === viewerWindow || typeof BroadcastChannel !== 'function') return;
    const channel = new BroadcastChannel(channelName);
    const publish = () => channel.postMessage({ session: sessionId, patientId, name } satisfies ChartNews);
    publish();
    window.addEventListener('focus', publish);
    return () => {
      channel.close();
      window.removeEventListener('focus', publish);
    };
  }, [sessionId, patientId, name]);
}

/** What the other windows of this session publish. */
export function subscribeToCharts(session: string, onNews: (news: ChartNews) => void): () => void {
  if (typeof BroadcastChannel !== 'function') return () => undefined;
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }: MessageEvent<Partial<ChartNews> | null>) => {
    const { session: of, patientId, name } = data ?? {};
    if (of === session && typeof patientId === 'string' && typeof name === 'string')
      onNews({ session, patientId, name });
  };
  return () => channel.close();
}
