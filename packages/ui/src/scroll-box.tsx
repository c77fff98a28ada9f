'use client';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import styles from './scroll-box.module.css';

export interface ScrollBoxProps {
  /** Names it for who reaches it by keyboard or screen reader; no landmark, the card around it is one. */
  label: string;
  children: ReactNode;
  /** Its height is limited, to the page or to a card: the headings of the table stay in sight. */
  height?: 'page' | 'card';
  /** What is shown is being read again. */
  isBusy?: boolean;
  /** With a frame of its own. */
  isFramed?: boolean;
}

/**
 * A wide table scrolls in here, the page around it never does. The first column and the headings stay. While there is
 * something to scroll it can be reached by Tab and moved by the arrows (WCAG 2.1.1).
 */
export function ScrollBox({ label, children, height, isBusy, isFramed = false }: ScrollBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const [isScrolled, setScrolled] = useState(false);
  useEffect(() => {
    const outer = box.current;
    if (!outer) return;
    const measure = () =>
      setScrolled(outer.scrollWidth > outer.clientWidth || outer.scrollHeight > outer.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(outer);
    for (const child of outer.children) observer.observe(child);
    return () => observer.disconnect();
  });
  return (
    <div
      ref={box}
      className={styles.box}
      data-height={height}
      aria-busy={isBusy}
      data-framed={isFramed || undefined}
      data-scrolled={isScrolled || undefined}
      {...(isScrolled && { role: 'group', 'aria-label': label, tabIndex: 0 })}
    >
      {children}
    </div>
  );
}
