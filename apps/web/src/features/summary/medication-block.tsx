'use client';
import type { SummaryView } from '@keneyapp/bff/features/summary/view';
import { Drug } from '../../components/drug.tsx';
import { Block } from './block.tsx';
import styles from './summary.module.css';

export function Medications({ part, patientId }: { part: SummaryView['medications']; patientId: string }) {
  return (
    <Block section="medications" patientId={patientId} part={part}>
      {(items) => (
        <ul className={styles.list}>
          {items.map((line) => (
            <li key={line.id}>
              <span className={styles.main}>
                <Drug line={line} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}
