'use client';
import Link from 'next/link';
import styles from './segmented-links.module.css';

/** A few views of one page, each with its own address. */
export function SegmentedLinks({
  label,
  items,
}: {
  label: string;
  items: readonly { href: string; word: string; count?: number | null; isHere: boolean }[];
}) {
  return (
    <nav aria-label={label} className={styles.nav}>
      {items.map(({ href, word, count, isHere }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={isHere ? 'page' : undefined}
          scroll={false}
          replace
        >
          {word}
          {count != null && <span> {count}</span>}
        </Link>
      ))}
    </nav>
  );
}
