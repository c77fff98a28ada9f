'use client';
import { useSyncExternalStore } from 'react';

/** Which of the two overlays of the shell is open; they are loaded when first asked for. */
export type Overlay = 'palette' | 'keys' | null;

let open: Overlay = null;
const listeners = new Set<() => void>();

export function setOverlay(next: Overlay): void {
  open = next;
  for (const listener of listeners) listener();
}
export const openPalette = () => setOverlay('palette');
export const openKeysHelp = () => setOverlay('keys');

export function useOverlay(): Overlay {
  return useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => open, () => null);
}
