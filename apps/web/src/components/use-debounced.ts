'use client';
import { useEffect, useState } from 'react';

/** The value as it was `ms` ago, so that a fast typist asks once. The first character goes at once. */
export function useDebounced<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
