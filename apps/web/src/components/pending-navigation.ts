'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useSyncExternalStore } from 'react';

/** Where a click leads that has not arrived yet: pages come from the server, and without a connection they wait. */
let destination: string | null = null;
const listeners = new Set<() => void>();

function set(next: string | null): void {
  if (next === destination) return;
  destination = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Called by Next.js when a navigation begins (`instrumentation-client.ts`). One to where we are has nothing to wait for. */
export function navigationStarted(url: string): void {
  const { pathname, search } = new URL(url, window.location.href);
  set(pathname + search === window.location.pathname + window.location.search ? null : pathname + search);
}

/**
 * Whether a click is still on its way. Changing the address by `history.replaceState` would make Next.js forget it, so
 * whatever follows the screen in the address waits until it has arrived.
 */
export const useIsNavigating = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => destination !== null,
    () => false,
  );

/** Stands once in the shell: the address has changed, so the click has arrived. */
export function NavigationArrival() {
  const pathname = usePathname();
  const search = useSearchParams();
  useEffect(() => set(null), [pathname, search]);
  return null;
}
