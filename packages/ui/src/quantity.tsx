import { valueClass, type ClinicalLevel } from './flag-chip.tsx';
import { formatNumber, formatUnit, type FormatLocale } from './format.ts';
import styles from './quantity.module.css';

export interface QuantityProps {
  value: number;
  /** Diastolic of a blood pressure: written `120/80`. */
  second?: number | null;
  unit?: string | null;
  /** UCUM code of the unit. */
  code?: string | null;
  comparator?: string | null;
  level?: ClinicalLevel;
  locale: FormatLocale;
}

const comparators: Record<string, string> = { '<=': '≤', '>=': '≥' };

/** A number in the reader's decimals with its unit muted beside it. */
export function Quantity({ value, second, unit, code, comparator, level = 'normal', locale }: QuantityProps) {
  const words = formatUnit(unit, code, locale);
  return (
    <span className={styles.quantity}>
      <span className={valueClass(level)}>
        {comparator && `${comparators[comparator] ?? comparator} `}
        {formatNumber(value, locale)}
        {second != null && `/${formatNumber(second, locale)}`}
      </span>
      {words && (
        <span className={styles.unit}>
          {'\u00a0'}
          {words}
        </span>
      )}
    </span>
  );
}
