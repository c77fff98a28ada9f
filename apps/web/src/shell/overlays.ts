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
  if (open !== 'palette') return false;
  const field = document.querySelector<HTMLElement>('[role="dialog"] [role="combobox"]');
  if (field) {
    // it is there: what is typed goes into it, wherever a click has left the focus
    if (document.activeElement !== field) field.focus();
    return false;
  }
  if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) typed += event.key;
  else if (event.key === 'Backspace') typed = typed.slice(0, -1);
  else if (event.key === 'Escape') setOverlay(null);
  for (const listener of listeners) listener();
  event.preventDefault();
  return true;
}
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** What was typed before the palette was there. */
export const useTypedBefore = (): string =>
  useSyncExternalStore(
    subscribe,
    () => typed,
    () => '',
  );

export const openPalette = () => setOverlay('palette');

let openHelpOfPage: (() => void) | null = null;
/** `?` opens the help of the page, while it has one of its own, instead of the general one. */
export function helpOfPage(open: () => void): () => void {
  openHelpOfPage = open;
  return () => {
    if (openHelpOfPage === open) openHelpOfPage = null;
  };
}
export const openKeysHelp = () => (openHelpOfPage ?? (() => setOverlay('keys')))();

export function useOverlay(): Overlay {
  return useSyncExternalStore(
    subscribe,
    () => open,
    () => null,
  );
}
