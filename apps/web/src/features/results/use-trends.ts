'use client';
import { useCallback, useEffect, useRef, useState } from 'react';

/** How long a row is held: the course above it is drawn meanwhile. */
const holdFor = 3000;

/**
 * Brings a course that was opened below the banner, with its name. A box that was ticked in the table stays under the
 * mouse, whatever the courses above it grow or shrink by: the next one is ticked there.
 */
export function useTrends(keys: readonly string[]) {
  const box = useRef<HTMLDivElement>(null);
  const stays = useRef(false);
  const held = useRef<Held | null>(null);
  const [isTicked, setTicked] = useState(false);
  const opened = keys.join('\n');
  const show = useCallback(() => {
    held.current = null;
    box.current?.style.removeProperty('min-height');
    box.current?.parentElement?.style.removeProperty('padding-bottom');
    box.current?.scrollIntoView({ block: 'start' });
  }, []);
  useEffect(() => {
    if (!stays.current) {
      setTicked(false);
      if (opened !== '') show();
    }
    stays.current = false;
  }, [opened, show]);
  useEffect(() => {
    const courses = box.current;
    if (!courses) return;
    const observer = new ResizeObserver(() => {
      if (held.current && performance.now() < held.current.until) putBack(held.current, courses);
    });
    observer.observe(courses);
    // who moves the page themselves is not pulled back
    const letGo = () => (held.current = null);
    const moves = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;
    for (const move of moves) window.addEventListener(move, letGo, { passive: true });
    return () => {
      observer.disconnect();
      for (const move of moves) window.removeEventListener(move, letGo);
    };
  }, []);
  const stay = useCallback((element: Element) => {
    stays.current = true;
    setTicked(true);
    held.current = { element, top: element.getBoundingClientRect().top, until: performance.now() + holdFor };
  }, []);
  return { box, show, stay, isTicked };
}

interface Held {
  element: Element;
  /** In the window, when it was ticked. */
  top: number;
  until: number;
}

function putBack({ element, top }: Held, courses: HTMLElement): void {
  const moved = element.getBoundingClientRect().top - top;
  if (Math.abs(moved) < 1) return;
  // what the page cannot scroll back stays free above the table
  const missing = -moved - window.scrollY;
  if (missing > 0) courses.style.minHeight = `${courses.offsetHeight + missing}px`;
  window.scrollBy({ top: moved, behavior: 'instant' });
  const page = courses.parentElement;
  // and what it is too short to scroll by, below it; a page that does not fill its window takes it twice
  for (let tries = 0; page && tries < 3; tries += 1) {
    const rest = element.getBoundingClientRect().top - top;
    if (rest < 1) return;
    page.style.paddingBottom = `${parseFloat(getComputedStyle(page).paddingBottom) + rest}px`;
    window.scrollBy({ top: rest, behavior: 'instant' });
  }
}
