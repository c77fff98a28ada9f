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
}

/** A number with its unit muted beside it. */
export function Quantity({ text, unit, level = 'normal', exact }: QuantityProps) {
  return (
    <span className={styles.quantity} title={exact ?? undefined}>
      <span className={valueClass(level)}>{text}</span>
      {unit && (
        <span className={styles.unit}>
          {'\u00a0'}
          {unit}
        </span>
      )}
    </span>
  );
}
