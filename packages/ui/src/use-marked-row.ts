'use client';
import { useEffect, useRef, type RefObject } from 'react';

/** Brings the row that was asked for into sight, once: afterwards the person scrolls where they like. */
export function useMarkedRow(
  marked: string | undefined,
  at: number,
  { grid, showRow }: { grid: RefObject<HTMLElement | null>; showRow: (at: number) => void },
): void {
  const shown = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (at < 0 || shown.current === marked) return;
    shown.current = marked;
    showRow(at);
    grid.current?.querySelector('tr[aria-current]')?.scrollIntoView({ block: 'center' });
  }, [marked, at, grid, showRow]);
}
