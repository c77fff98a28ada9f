import styles from './flag-chip.module.css';

/** The four clinical states; they look the same everywhere. */
export type ClinicalLevel = 'critical' | 'abnormal' | 'normal' | 'unknown';
export type ClinicalDirection = 'high' | 'low' | null;

export interface FlagChipProps {
  level: ClinicalLevel;
  direction?: ClinicalDirection;
  /** Short sign of the direction in the reader's language: H and B, H and L. */
  letter?: string;
  /** The state in words, for the screen reader and on hover. */
  label: string;
}

const arrows = { high: '↑', low: '↓' } as const;

/** `↑ H`, `!! ↓ B`, `!`: a sign and a letter, never a colour alone. A normal value shows nothing but says so. */
export function FlagChip({ level, direction = null, letter, label }: FlagChipProps) {
  const sign = level === 'critical' ? '!!' : level === 'abnormal' ? (direction ? '' : '!') : '';
  const signs = [sign, direction && arrows[direction], letter].filter(Boolean).join('\u00a0');
  if (level === 'normal') return <span className="visually-hidden">{label}</span>;
  if (level === 'unknown') return <span className="visually-hidden">{label}</span>;
  return (
    <span className={`${styles.flag} ${styles[level]}`} title={label}>
      <span aria-hidden>{signs}</span>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

/** Class of a value in its state, for the number the flag stands beside. */
export const valueClass = (level: ClinicalLevel): string => styles[`value-${level}`] ?? '';
