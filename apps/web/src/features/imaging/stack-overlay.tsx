'use client';
import { edgeLetters } from '@keneyapp/clinical/images';
import styles from './stack-overlay.module.css';
import type { StackState } from './stack-engine.ts';

interface Props {
  state: StackState | null;
  /** Who this is, and when it was made; also on paper. */
  patient: readonly string[];
  study: readonly string[];
}

/** What stands on the image: whose it is at the top, the sides of the patient at the edges, as the image is turned now. */
export function StackOverlay({ state, patient, study }: Props) {
  const edges = state?.orientation ? edgeLetters(state.orientation, state.turn) : null;
  return (
    <div className={styles.overlay}>
      <ul className={styles.patient}>
        {patient.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <ul className={styles.study}>
        {study.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {edges &&
        (['left', 'right', 'top', 'bottom'] as const).map((edge) => (
          <span key={edge} className={styles.letter} data-edge={edge} data-testid={`edge-${edge}`}>
            {edges[edge]}
          </span>
        ))}
    </div>
  );
}
