'use client';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { visibleRange } from './table-model.ts';

const useBrowserLayoutEffect = typeof window === 'undefined' ? useEffect : useLayoutEffect;

/**
 * Which rows of a long table to draw. Everything is drawn when it is short, on paper, and on a phone, where rows are
 * cards of different heights (the browser skips those out of sight by itself: content-visibility).
 */
export function useRowWindow(
  count: number,
  long: number,
): {
  scroll: RefObject<HTMLDivElement | null>;
  range: { from: number; to: number };
  rowHeight: number;
  isWindowed: boolean;
} {
  const scroll = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 900, row: 32 });
  const [drawsAll, setDrawsAll] = useState(false);
  const isLong = count > long;

  useBrowserLayoutEffect(() => {
    const box = scroll.current;
    if (!box || !isLong) return;
    const measure = () => {
      const row = parseFloat(getComputedStyle(box).getPropertyValue('--k-row')) || 32;
      setView((v) =>
        v.top === box.scrollTop && v.height === box.clientHeight && v.row === row
          ? v
          : { top: box.scrollTop, height: box.clientHeight, row },
      );
      setDrawsAll(box.clientWidth <= 520);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    box.addEventListener('scroll', measure, { passive: true });
    const onPrint = () => setDrawsAll(true);
    window.addEventListener('beforeprint', onPrint);
    window.addEventListener('afterprint', measure);
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', measure);
      window.removeEventListener('beforeprint', onPrint);
      window.removeEventListener('afterprint', measure);
    };
  }, [isLong]);

  const isWindowed = isLong && !drawsAll;
  // a row is as high as its cells: the setting of the density and the line below
  return {
    scroll,
    isWindowed,
    rowHeight: view.row,
    range: isWindowed ? visibleRange(view.top, view.height, view.row, count) : { from: 0, to: count },
  };
}
