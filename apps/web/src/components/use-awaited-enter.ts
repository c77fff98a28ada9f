import { useEffect, useRef } from 'react';

/**
 * Enter pressed before the answer to what was typed is there never takes what an older answer shows: it counts once the
 * answer is there, and only where that leaves one patient.
 */
export function useAwaitedEnter(isSearching: boolean, hits: number, open: () => void) {
  const waits = useRef(false);
  useEffect(() => {
    if (isSearching || !waits.current) return;
    waits.current = false;
    if (hits === 1) open();
  });
  return {
    await: () => {
      waits.current = true;
    },
    forget: () => {
      waits.current = false;
    },
  };
}
