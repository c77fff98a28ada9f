import { valueClass, type ClinicalLevel } from './flag-chip.tsx';
import styles from './quantity.module.css';

export interface QuantityProps {
  /** The number in the reader's decimals, `≤ 4,20`, `120/80`. */
  text: string;
  /** As it is printed. */
  unit?: string;
  level?: ClinicalLevel;
  /** All digits, where `text` has been cut. */
  exact?: string | null;
  /** One of a column: the numbers end at one line, the units begin there. */
  isAligned?: boolean;
}

/** A number with its unit muted beside it; never torn apart. */
export function Quantity({ text, unit, level = 'normal', exact, isAligned = false }: QuantityProps) {
  return (
    <span
      className={isAligned ? `${styles.quantity} ${styles.aligned}` : styles.quantity}
      title={exact ?? undefined}
    >
      <span className={valueClass(level)}>{text}</span>
      {(unit || isAligned) && (
        <span className={styles.unit}>
          {'\u00a0'}
          {unit}
        </span>
      )}
    </span>
  );
}
