'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useState, type RefObject } from 'react';

/** From this many rows on only those in sight are drawn. */
const long = 120;

/**
 * Which rows of a long table to draw; they may have different heights. Everything is drawn when it is short, on paper, and
 * on a phone, where rows are cards (the browser skips those out of sight by itself: content-visibility).
 */
export function useRowWindow({
  count,
  keyOf,
  scroll,
  isCards,
}: {
  count: number;
  keyOf: (index: number) => string;
  scroll: RefObject<HTMLDivElement | null>;
  isCards: boolean;
}) {
  const [isPrinting, setPrinting] = useState(false);
  const [row, setRow] = useState(32);
  const isLong = count > long;
  const isWindowed = isLong && !isCards && !isPrinting;
  useEffect(() => {
    if (!isLong) return;
    // a row is as high as the density says, or as its text needs
    if (scroll.current)
      setRow(parseFloat(getComputedStyle(scroll.current).getPropertyValue('--k-row')) || 32);
    const [before, after] = [() => setPrinting(true), () => setPrinting(false)];
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, [isLong, scroll]);
  const virtual = useVirtualizer({
    count,
    enabled: isWindowed,
    getScrollElement: () => scroll.current,
    estimateSize: () => row,
    getItemKey: keyOf,
    overscan: 12,
    initialRect: { width: 1000, height: 900 },
    // the heading stays over the first row
    paddingStart: row,
    scrollPaddingStart: row,
  });
  const items = isWindowed ? virtual.getVirtualItems() : [];
  const [first, last] = [items[0], items.at(-1)];
  return {
    isLong,
    isWindowed,
    rowHeight: row,
    from: isWindowed ? (first?.index ?? 0) : 0,
    to: isWindowed ? (last ? last.index + 1 : 0) : count,
    above: first ? first.start - row : 0,
    below: isWindowed ? virtual.getTotalSize() - (last?.end ?? row) : 0,
    measure: isWindowed ? virtual.measureElement : undefined,
    showRow: (index: number) => {
      if (isWindowed) virtual.scrollToIndex(index);
    },
  };
}
