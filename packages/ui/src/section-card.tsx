import { useId, type ReactNode } from 'react';
import styles from './section-card.module.css';

export interface SectionCardProps {
  /** The heading, or a link to the section's own page. */
  title: ReactNode;
  /** How many there are, in words. */
  count?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
  className?: string;
  /** The page's heading says it already; the region keeps its name. */
  isHeadingHidden?: boolean;
}

/** A block of a page: heading, count, tools, content. A region named by its heading. */
export function SectionCard({ title, count, tools, children, className, isHeadingHidden }: SectionCardProps) {
  const id = useId();
  return (
    <section className={className ? `${styles.card} ${className}` : styles.card} aria-labelledby={id}>
      {isHeadingHidden ? (
        <h2 id={id} className="visually-hidden">
          {title}
        </h2>
      ) : (
        <header className={styles.header}>
          <h2 id={id}>{title}</h2>
          {count != null && <span className={styles.count}>{count}</span>}
          {tools && <div className={styles.tools}>{tools}</div>}
        </header>
      )}
      <div className={styles.body}>{children}</div>
    </section>
  );
}
