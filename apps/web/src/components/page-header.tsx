import type { ReactNode } from 'react';
import styles from './page-header.module.css';

/** Heading of a page: its name, what it counts, its tools at the right. Every page has exactly one. */
export function PageHeader({
  title,
  note,
  children,
}: {
  title: string;
  note?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={styles.header}>
      <h1 tabIndex={-1}>{title}</h1>
      {note && (
        <div className={styles.note} data-printed>
          {note}
        </div>
      )}
      {children && <div className={`${styles.tools} no-print`}>{children}</div>}
    </div>
  );
}
