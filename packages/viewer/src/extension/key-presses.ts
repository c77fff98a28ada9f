import { actionOf, type KeyPress, type ViewerAction } from '../keys.ts';
import { activeViewport } from './active-image.ts';
import { act, type PageAction } from './key-actions.ts';
import type { Ohif } from './ohif.ts';
import { postToPage } from './page.ts';

const fields =
  'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=""], [contenteditable=true]';
/** What takes keys of its own while it is open or has the focus. */
const ownKeys = '[role=dialog], [role=menu], [role=listbox], [role=slider], [role=alertdialog]';
const openLayer =
  '[role=dialog], [role=menu], [role=listbox], [role=alertdialog], [data-radix-popper-content-wrapper]';
const pressable = 'button, a[href], [role=button], [role=tab], [role=option], [role=checkbox], [role=switch]';

/** Where the press happens, as far as it changes what a key means. */
export type Where = 'field' | 'layer' | 'control' | 'free';

function whereOf(target: EventTarget | null): Where {
  if (!(target instanceof Element)) return 'free';
  if (target.closest(fields)) return 'field';
  if (target.closest(ownKeys)) return 'layer';
  return target.closest(pressable) ? 'control' : 'free';
}

/** What a press means here; `palette` is the page's Ctrl+K. null: nothing of ours. */
export function meaningOf(press: KeyPress, where: Where): ViewerAction | 'palette' | null {
  if (press.key.toLowerCase() === 'k' && (press.ctrlKey || press.metaKey) && !press.altKey && !press.shiftKey)
    return 'palette';
  if (where === 'field' || where === 'layer') return null;
  if (press.key.length === 1 && !areSingleKeysOn()) return null;
  // a button is pressed by these
  if (where === 'control' && (press.key === ' ' || press.key === 'Enter')) return null;
  return actionOf(press, 'viewer');
}

/** Shortcuts of one character can be turned off (WCAG 2.1.4), for the whole application: apps/web/src/shell/single-keys.ts. */
function areSingleKeysOn(): boolean {
  try {
    return localStorage.getItem('keneya-single-keys') !== 'off';
  } catch {
    return true;
  }
}

/** Whatever has the focus in the frame, the table of keys is obeyed. Undo with what it returns. */
export function obeyKeys(ohif: Ohif): () => void {
  const undo = new AbortController();
  let isOpen = false;
  // what Escape closes is gone when the press arrives below
  window.addEventListener('keydown', () => (isOpen = document.querySelector(openLayer) !== null), {
    capture: true,
    signal: undo.signal,
  });
  // `defaultPrevented` says nothing: Cornerstone prevents the default of every key on an image
  const pressed = (event: KeyboardEvent) => {
    const meaning = meaningOf(event, whereOf(event.target));
    if (meaning === null || (meaning === 'leave' && (isOpen || isDrawing(ohif)))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (meaning === 'palette' || isOfPage(meaning)) postToPage('key', { action: meaning });
    else act(meaning, ohif);
  };
  window.addEventListener('keydown', pressed, { signal: undo.signal });
  return () => undo.abort();
}

const isOfPage = (action: ViewerAction): action is PageAction =>
  action === 'help' || action === 'fullScreen' || action === 'leave';

/** Escape first closes what is open, then breaks off what is being drawn, and only then leaves. */
function isDrawing({ servicesManager: { services } }: Ohif): boolean {
  const viewport = activeViewport(services);
  return (
    viewport !== null && window.cornerstoneTools.cancelActiveManipulations(viewport.element) !== undefined
  );
}
