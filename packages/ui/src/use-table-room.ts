'use client';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { TableRoom } from './column-layout.ts';

const useBrowserLayoutEffect = typeof window === 'undefined' ? useEffect : useLayoutEffect;

/** How wide a table may be and how wide a digit is in it, measured again when either changes. `ruler` is ten digits wide. */
export function useTableRoom(): {
  box: RefObject<HTMLDivElement | null>;
  ruler: RefObject<HTMLSpanElement | null>;
  room: TableRoom | null;
} {
  const box = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLSpanElement>(null);
  const [room, setRoom] = useState<TableRoom | null>(null);
  useBrowserLayoutEffect(() => {
    const [outer, digits] = [box.current, ruler.current];
    if (!outer || !digits) return;
    const measure = () => {
      const next = { width: outer.clientWidth, character: digits.getBoundingClientRect().width / 10 };
      // what is not laid out (a folded part of the page) has no width to go by
      if (next.width > 0)
        setRoom((now) => (now?.width === next.width && now.character === next.character ? now : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(outer);
    observer.observe(digits);
    return () => observer.disconnect();
  }, []);
  return { box, ruler, room };
}
