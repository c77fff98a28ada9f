'use client';
import ToggleButton from '@mui/material/ToggleButton';
import Link from 'next/link';
import { SamePageLink } from './same-page-link.tsx';
import styles from './segmented-links.module.css';

interface Item {
  href: string;
  word: string;
  /** What the word is short for. */
  title?: string;
  count?: number | string | null;
  isHere: boolean;
}

/** A few views of one page, each with its own address; `isSamePage` when what they show is here already. */
export function SegmentedLinks({
  label,
  items,
  isSamePage = false,
}: {
  label: string;
  items: readonly Item[];
  isSamePage?: boolean;
}) {
  return (
    <nav aria-label={label} className={styles.nav}>
      {items.map(({ href, word, title, count, isHere }) => {
        const props = {
          value: href,
          title,
          selected: isHere,
          // it is a link, which looks like its neighbours' button
          'aria-pressed': undefined,
          'aria-current': isHere ? ('page' as const) : undefined,
          children: (
            <>
              {word}
              {count != null && <span> {count}</span>}
            </>
          ),
        };
        return isSamePage ? (
          <ToggleButton key={href} component={SamePageLink} href={href} replace {...props} />
        ) : (
          <ToggleButton
            key={href}
            component={Link}
            href={href}
            prefetch={false}
            scroll={false}
            replace
            {...props}
          />
        );
      })}
    </nav>
  );
}
