'use client';
import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

/** What the top bar says of the connection. `idle`: no chart is being watched. */
export type LiveState = 'idle' | 'connected' | 'reconnecting' | 'offline';

let current: LiveState = 'idle';
const listeners = new Set<() => void>();

/** For the one who holds the live subscription (feature `live`): says how it stands. */
export function setLiveState(state: LiveState): void {
  if (state === current) return;
  current = state;
  for (const listener of listeners) listener();
}

/** What the browser knows of the network, and what calls have met (`trpc/connection.ts`). */
export function subscribeToNetwork(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  const stop = onlineManager.subscribe(listener);
  return () => {
    stop();
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
export const isOnline = (): boolean => navigator.onLine && onlineManager.isOnline();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => 'idle',
  );
}
