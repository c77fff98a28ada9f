import Link from 'next/link';
import type { ReactNode } from 'react';
import styles from './start-line.module.css';

/** Lines of a card of the start page. */
export function StartLines({ children }: { children: ReactNode }) {
  return <ul className={styles.lines}>{children}</ul>;
}

interface Props {
  /** Where the whole line leads; plain words without. */
  href?: string | null;
  /** What is read first, at the left: a time. */
  lead?: ReactNode;
  title: ReactNode;
  note?: ReactNode;
  /** At the right: a state, an age. */
  aside?: ReactNode;
}

/** One line: its title is a link, and the whole line is clicked. */
export function StartLine({ href, lead, title, note, aside }: Props) {
  return (
    <li className={styles.line}>
      {lead && <span className={styles.lead}>{lead}</span>}
      <span className={styles.main}>
        {href ? (
          <Link href={href} prefetch={false} className={styles.link}>
            {title}
          </Link>
        ) : (
          title
        )}
        {note && <span className={styles.note}>{note}</span>}
      </span>
      {aside && <span className={styles.aside}>{aside}</span>}
    </li>
  );
}
