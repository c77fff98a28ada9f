'use client';
import { useState } from 'react';

/** What was read last, when it cannot be read any more: a form that somebody is writing in stays when its chart closes. */
export function useHeld<T>(read: T | undefined): T | undefined {
  const [held, setHeld] = useState(read);
  if (read !== undefined && read !== held) setHeld(read);
  return read ?? held;
}
