'use client';
import type { ReactNode } from 'react';
import styles from './chart-frame.module.css';

/**
 * The place at the right of a chart where something is written (feature `drafts` fills it). Takes no room while it has
 * no children; the chart stays readable beside it, below 720 px it covers the page.
 */
export function WorkspaceSlot({ children }: { patientId: string; children?: ReactNode }) {
  return children ? <div className={styles.workspace}>{children}</div> : null;
}
