'use client';
import { useCallback, useEffect, useState } from 'react';

/**
 * The page over the whole screen, or back. Always the whole page: dialogs are drawn outside of what opens them. Where a
 * browser cannot or may not, nothing changes.
 */
export async function toggleFullScreen(): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch {
    return;
  }
}

/** Whether a part of the page fills it; with the whole screen where the browser gives it. */
export function useFilled(): [boolean, () => void] {
  const [isFilled, setFilled] = useState(false);
  useEffect(() => {
    const change = () => {
      if (!document.fullscreenElement) setFilled(false);
    };
    document.addEventListener('fullscreenchange', change);
    return () => document.removeEventListener('fullscreenchange', change);
  }, []);
  const toggle = useCallback(() => {
    setFilled((now) => !now);
    void toggleFullScreen();
  }, []);
  return [isFilled, toggle];
}
