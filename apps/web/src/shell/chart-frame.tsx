import type { ReactNode } from 'react';
import { LiveChart } from '../features/live/live-chart.tsx';
import { Announcer } from './announcer.tsx';
import { BannerSlot } from './banner-slot.tsx';
import { ChartSections } from './chart-sections.tsx';
import styles from './chart-frame.module.css';
import { PrintTold } from './print-told.tsx';
import { WorkspaceSlot } from './workspace-slot.tsx';
import workspace from './workspace.module.css';

/** A chart: banner on top and always visible, sections at the left, the page in the middle, the workspace at the right. */
export function ChartFrame({ patientId, banner, children }: { patientId: string; banner: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.frame}>
      <BannerSlot>{banner}</BannerSlot>
      <ChartSections patientId={patientId} />
      <div className={styles.page}>{children}</div>
      <WorkspaceSlot patientId={patientId} />
      <LiveChart patientId={patientId} />
      <PrintTold />
      <Announcer className={workspace.toast} />
    </div>
  );
}
