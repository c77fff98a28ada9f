import type { ReactNode } from 'react';
import styles from './key-value.module.css';

/** Named values one under the other; those without a value are left out. */
export function KeyValue({ items }: { items: readonly { key: string; value: ReactNode }[] }) {
  const filled = items.filter(
    ({ value }) => value !== null && value !== undefined && value !== '' && value !== false,
  );
  if (filled.length === 0) return null;
  return (
    <dl className={styles.list}>
      {filled.map(({ key, value }) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
