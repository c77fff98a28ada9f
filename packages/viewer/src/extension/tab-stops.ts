import { activeViewport, focusImage } from './active-image.ts';
import type { Ohif } from './ohif.ts';
import { word } from './words.ts';

const focusable =
  'button:not(:disabled), a[href], [role=button], [role=tab], [role=combobox], [role=slider], [role=separator], input:not([type=hidden]):not(:disabled), select:not(:disabled), [tabindex]';
const fields =
  'input:not([type=checkbox]):not([type=radio]), select, textarea, [role=slider], [role=combobox]';

/** What opens and closes a panel: OHIF gives it to the mouse alone. */
const panelHeader = '[data-cy^="side-panel-header-"]';

/** A part of the viewer that is one stop of Tab; the arrow keys go through what is in it. */
interface Group {
  container: HTMLElement;
  label: string;
}

/**
 * Crossing the viewer with Tab takes a stop for each part instead of one for each button. OHIF draws its parts anew as
 * it likes: the stops are set again after each change of the page.
 */
export class TabStops {
  readonly #ohif: Ohif;
  readonly #current = new WeakMap<HTMLElement, HTMLElement>();
  readonly #skip: HTMLButtonElement;
  #isByKeyboard = false;
  #isPlanned = false;

  constructor(ohif: Ohif) {
    this.#ohif = ohif;
    this.#skip = this.#makeSkip();
  }

  /** Undo with what it returns. */
  observe(): () => void {
    const undo = new AbortController();
    const options = { capture: true, signal: undo.signal };
    const observer = new MutationObserver(() => this.#plan());
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributeFilter: ['tabindex', 'disabled', 'hidden', 'role'],
    });
    window.addEventListener('pointerdown', () => (this.#isByKeyboard = false), options);
    window.addEventListener('keydown', (event) => this.#pressed(event), options);
    window.addEventListener('focusin', (event) => this.#focused(event), options);
    document.body.prepend(this.#skip);
    this.#plan();
    return () => {
      undo.abort();
      observer.disconnect();
      this.#skip.remove();
    };
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    requestAnimationFrame(() => {
      this.#isPlanned = false;
      this.#set();
    });
  }

  #groups(): Group[] {
    const header = document.querySelector('[data-cy="return-to-work-list"]')?.closest<HTMLElement>('.z-20');
    const panel = (side: 'Left' | 'Right') =>
      document.querySelector<HTMLElement>(`#viewerLayoutResizable${side}Panel`);
    return [
      { container: header, label: word('toolbar') },
      { container: panel('Left'), label: word('series') },
      { container: panel('Right'), label: word('report') },
    ].flatMap(({ container, label }) => (container ? [{ container, label }] : []));
  }

  #set(): void {
    const active = activeViewport(this.#ohif.servicesManager.services)?.element;
    for (const image of document.querySelectorAll<HTMLElement>('.cornerstone-viewport-element')) {
      put(image, 'tabindex', '0');
      put(image, 'role', 'application');
      put(image, 'aria-label', word('image'));
    }
    // borders that can be moved, and the bar that says which image it is: the panels close, and keys scroll
    for (const handle of document.querySelectorAll<HTMLElement>(
      '[role=separator], [data-cy="viewport-pane"] [role=slider]',
    ))
      put(handle, 'tabindex', '-1');
    for (const inner of document.querySelectorAll<HTMLElement>(
      '[role=button] button, [role=group][tabindex]',
    ))
      put(inner, 'tabindex', '-1');
    // React draws another part with the same element
    for (const was of document.querySelectorAll<HTMLElement>(`[data-keneyapp-header]:not(${panelHeader})`))
      for (const name of ['data-keneyapp-header', 'role', 'aria-label', 'tabindex'])
        was.removeAttribute(name);
    for (const header of document.querySelectorAll<HTMLElement>(panelHeader)) {
      put(header, 'data-keneyapp-header', '');
      put(header, 'role', 'button');
      put(header, 'aria-label', word('panel'));
    }
    for (const warning of document.querySelectorAll<HTMLElement>('button[id^="display-set-tooltip-"]'))
      put(warning, 'aria-label', word('toKnow'));
    for (const { container, label } of this.#groups()) {
      if (!container.hasAttribute('role')) {
        put(container, 'role', 'toolbar');
        put(container, 'aria-label', label);
      }
      this.#one(container, itemsOf(container));
    }
    // menus on the image: those of the active one are a stop
    for (const pane of document.querySelectorAll<HTMLElement>('[data-cy="viewport-pane"]')) {
      const items = itemsOf(pane).filter((item) => !item.matches('.cornerstone-viewport-element'));
      if (active && pane.contains(active)) this.#one(pane, items);
      else for (const item of items) put(item, 'tabindex', '-1');
    }
  }

  /** Of the items one is a stop: the one that had the focus last, else the first. */
  #one(container: HTMLElement, items: HTMLElement[]): void {
    const last = this.#current.get(container);
    const stop = last && items.includes(last) ? last : items[0];
    for (const item of items) put(item, 'tabindex', item === stop ? '0' : '-1');
  }

  #containerOf(target: EventTarget | null): HTMLElement | null {
    if (!(target instanceof HTMLElement) || target.matches('.cornerstone-viewport-element')) return null;
    return (
      this.#groups().find(({ container }) => container.contains(target))?.container ??
      target.closest<HTMLElement>('[data-cy="viewport-pane"]')
    );
  }

  #focused({ target }: FocusEvent): void {
    const container = this.#containerOf(target);
    if (container) {
      this.#current.set(container, target as HTMLElement);
      this.#plan();
    }
    // the keys act on the image that has the focus
    if (
      this.#isByKeyboard &&
      target instanceof HTMLElement &&
      target.matches('.cornerstone-viewport-element')
    )
      this.#activate(target);
  }

  #activate(element: HTMLElement): void {
    const { viewportGridService, cornerstoneViewportService } = this.#ohif.servicesManager.services;
    for (const id of viewportGridService.getState().viewports.keys())
      if (cornerstoneViewportService.getCornerstoneViewport(id)?.element === element)
        viewportGridService.setActiveViewportId(id);
  }

  #pressed(event: KeyboardEvent): void {
    if (event.key === 'Tab') {
      this.#isByKeyboard = true;
      // Cornerstone would keep the focus on an image: it prevents the default of every key that reaches it
      event.stopPropagation();
      return;
    }
    const { target } = event;
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey)
      return;
    // a series is opened by a double click
    if (event.key === 'Enter' && target.id.startsWith('thumbnail-')) {
      event.preventDefault();
      target.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
      return;
    }
    if ((event.key === 'Enter' || event.key === ' ') && target.matches(panelHeader)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      target.click();
      return;
    }
    // after a click the arrows are the images'
    if (!this.#isByKeyboard || target.matches(fields)) return;
    const container = this.#containerOf(target);
    const items = container
      ? itemsOf(container).filter((item) => !item.matches('.cornerstone-viewport-element'))
      : [];
    const to = nextOf(items.indexOf(target), items.length, event.key);
    if (to === null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    items[to]?.focus();
  }

  #makeSkip(): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = word('toImage');
    button.style.cssText =
      'position:fixed;z-index:1000;left:8px;top:-60px;min-height:32px;padding:4px 12px;border-radius:6px;background:#1e5aa8;color:#fff';
    button.addEventListener('focus', () => (button.style.top = '8px'));
    button.addEventListener('blur', () => (button.style.top = '-60px'));
    button.addEventListener('click', () => focusImage(this.#ohif));
    return button;
  }
}

/** Where an arrow, Home or End leads among `count` items from `at`; null: nowhere. */
export function nextOf(at: number, count: number, key: string): number | null {
  if (at < 0 || count < 2) return null;
  if (key === 'ArrowRight' || key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

const itemsOf = (container: HTMLElement): HTMLElement[] =>
  [...container.querySelectorAll<HTMLElement>(focusable)].filter(
    (item) =>
      item.getClientRects().length > 0 &&
      !item.matches('[role=separator], [role=slider], [role=group]') &&
      // what stands inside of a pressable is pressed with it
      !item.parentElement?.closest('button, [role=button]') &&
      !item.closest('[aria-hidden=true], [inert]'),
  );

function put(element: HTMLElement, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
