'use client';
import { useEffect, useState } from 'react';

/** Milliseconds until an instant, looked at every second. */
export function useTimeLeft(until: string): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return Date.parse(until) - now;
}

/** Whole minutes as people count them: what has begun counts. Never below nought. */
export const minutesLeft = (ms: number): number => Math.max(0, Math.ceil(ms / 60_000));
