'use client';
import { useCallback, useEffect, useRef } from 'react';

/**
 * Brings a course that was opened below the banner, with its name. A box that was ticked in the table leaves the page where
 * it is: the next one is ticked there.
 */
export function useTrends(keys: readonly string[]) {
  const box = useRef<HTMLDivElement>(null);
  const stays = useRef(false);
  const opened = keys.join('\n');
  const show = useCallback(() => box.current?.scrollIntoView({ block: 'start' }), []);
  useEffect(() => {
    if (opened !== '' && !stays.current) show();
    stays.current = false;
  }, [opened, show]);
  const stay = useCallback(() => {
    stays.current = true;
  }, []);
  return { box, show, stay };
}
