'use client';
import dynamic from 'next/dynamic';
import styles from '../chart-frame.module.css';
import { useForms } from '../manifests.tsx';
import { useWorkspace } from './workspace-state.ts';

const WorkspacePanel = dynamic(() => import('./workspace-panel.tsx').then((m) => m.WorkspacePanel), {
  ssr: false,
});

/**
 * The place at the right of a chart where something is written. Takes no room while nothing is open; the chart stays
 * readable beside it; below 720 px it takes the place of the page, and the banner stays.
 */
export function WorkspaceSlot({ patientId }: { patientId: string }) {
  const { form, close } = useWorkspace(patientId);
  const manifest = useForms().find(({ id }) => id === form?.form);
  return form && manifest ? (
    <div className={styles.workspace} data-writing="true">
      <WorkspacePanel
        key={patientId}
        patientId={patientId}
        manifest={manifest}
        target={form.target}
        close={close}
      />
    </div>
  ) : null;
}
