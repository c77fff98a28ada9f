'use client';
import { useSyncExternalStore } from 'react';

let current = { text: '', until: 0 };
const listeners = new Set<() => void>();
const shownMs = 6_000;

/** Says something to everybody: a line at the bottom of the page for a few seconds, read out politely. */
export function announce(text: string): void {
  const mine = { text, until: Date.now() + shownMs };
  const change = (next: typeof current) => {
    current = next;
    for (const listener of listeners) listener();
  };
  change(mine);
  setTimeout(() => {
    if (current === mine) change({ text: '', until: 0 });
  }, shownMs);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
const nothing = { text: '', until: 0 };

/** Where announcements appear; once per page. */
export function Announcer({ className }: { className?: string | undefined }) {
  const { text } = useSyncExternalStore(
    subscribe,
    () => current,
    () => nothing,
  );
  return (
    <div role="status" className={text ? className : 'visually-hidden'}>
      {text}
    </div>
  );
}
