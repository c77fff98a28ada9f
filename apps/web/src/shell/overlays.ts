'use client';
import { useSyncExternalStore } from 'react';

/** Which of the two overlays of the shell is open; they are loaded when first asked for. */
export type Overlay = 'palette' | 'keys' | null;

let open: Overlay = null;
let typed = '';
const listeners = new Set<() => void>();

export function setOverlay(next: Overlay): void {
  if (next !== 'palette') typed = '';
  open = next;
  for (const listener of listeners) listener();
}
/** Keeps what is typed between Ctrl+K and the palette being there; false once it is there and takes the keys itself. */
export function keepTyped(event: KeyboardEvent): boolean {
  if (open !== 'palette' || document.querySelector('[role="combobox"]')) return false;
  if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) typed += event.key;
  else if (event.key === 'Backspace') typed = typed.slice(0, -1);
  else if (event.key === 'Escape') setOverlay(null);
  event.preventDefault();
  return true;
}
/** What was typed before the palette was there. Reading it changes nothing: React may draw the palette twice. */
export const typedBefore = (): string => typed;
export const openPalette = () => setOverlay('palette');
export const openKeysHelp = () => setOverlay('keys');

export function useOverlay(): Overlay {
  return useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => open, () => null);
}
