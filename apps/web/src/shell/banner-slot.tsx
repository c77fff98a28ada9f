'use client';
import { useEffect, useRef, type ReactNode } from 'react';
import styles from './chart-frame.module.css';

/** Holds the banner in sight and tells the sections and the workspace below how high it is (`--banner`). */
export function BannerSlot({ children }: { children: ReactNode }) {
  const slot = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = slot.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      element.parentElement?.style.setProperty('--banner', `${element.offsetHeight}px`),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={slot} className={styles.banner}>
      {children}
    </div>
  );
}
