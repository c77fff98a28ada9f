import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { useEffect, useRef, type PointerEvent as ReactPointerEvent, type RefObject } from 'react';
import { shifted, snapped, stretched, type Carried } from './carry.ts';
import { realSpan, type PlacedColumn } from './grid-column.ts';
import type { Span } from './layout.ts';

/** A mouse that goes so far drags; less is a click. */
const threshold = 4;
/** A finger that rests so long takes it in hand; sooner it scrolls. */
const restMs = 350;
const restRadius = 8;
/** So near its edge the grid scrolls by itself. */
const edge = 36;
/** So much of its lower end is its edge. */
const ownEdge = { mouse: 6, touch: 12 };
const scrollBy = 14;
const scrollEveryMs = 40;

export interface Surface {
  columns: readonly PlacedColumn[];
  hours: Span;
  perMinute: number;
  step: number;
  canMove: (item: AgendaItem) => boolean;
  carry: (carried: Carried | null) => void;
  drop: (carried: Carried) => void;
}

/** Appointments are dragged to another time or column, by their lower edge to another length; Esc gives up. */
export function usePointerCarry(
  scroller: RefObject<HTMLElement | null>,
  surface: RefObject<Surface>,
  isOn: boolean,
) {
  const isDragging = useRef(false);
  const dragged = useRef(false);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);
  useEffect(() => {
    const element = scroller.current;
    if (!element || !isOn) return;
    // the finger moves the appointment, not the page: the browser has to be told before it scrolls
    const hold = (event: Event) => {
      if (isDragging.current && event.cancelable) event.preventDefault();
    };
    element.addEventListener('touchmove', hold, { passive: false });
    element.addEventListener('contextmenu', hold);
    return () => {
      element.removeEventListener('touchmove', hold);
      element.removeEventListener('contextmenu', hold);
    };
  }, [scroller, isOn]);

  const onPointerDown = (event: ReactPointerEvent) => {
    dragged.current = false;
    const at = begun(event, scroller.current, surface.current);
    if (!at) return;
    const { element, isEdge, start } = at;
    const listening = new AbortController();
    let last = { x: event.clientX, y: event.clientY };
    let carried = start;
    const origin = { ...last, left: element.scrollLeft, top: element.scrollTop };
    const lefts = leftsOf(element);

    const end = () => {
      listening.abort();
      clearTimeout(rest);
      clearInterval(scrolling);
      isDragging.current = false;
      stop.current = null;
    };
    const giveUp = () => {
      end();
      surface.current.carry(null);
    };
    const begin = () => {
      isDragging.current = true;
      dragged.current = true;
      surface.current.carry(carried);
    };
    const follow = () => {
      const { perMinute, step, hours } = surface.current;
      const down = (last.y - origin.y + element.scrollTop - origin.top) / perMinute;
      const { before } = start;
      const x = last.x - element.getBoundingClientRect().left + element.scrollLeft;
      const next: Carried = isEdge
        ? { ...carried, ...stretched(before, snapped(before.to + down, step) - before.to, { step, hours }) }
        : {
            ...carried,
            ...shifted(before, snapped(before.from + down, step) - before.from, hours),
            column: lefts.findLast(({ left }) => left <= x)?.key ?? carried.column,
          };
      const isSame = next.from === carried.from && next.to === carried.to && next.column === carried.column;
      carried = next;
      if (!isSame) surface.current.carry(next);
    };
    const scrolling = setInterval(() => {
      if (!isDragging.current) return;
      const box = element.getBoundingClientRect();
      const near = (at: number, from: number, to: number) =>
        at > to - edge ? scrollBy : at < from + edge ? -scrollBy : 0;
      const [dx, dy] = [near(last.x, box.left + 52, box.right), near(last.y, box.top + 40, box.bottom)];
      if (dx === 0 && dy === 0) return;
      element.scrollBy(isEdge ? 0 : dx, dy);
      follow();
    }, scrollEveryMs);
    const rest = event.pointerType === 'touch' && !isEdge ? setTimeout(begin, restMs) : undefined;

    const { signal } = listening;
    stop.current = giveUp;
    window.addEventListener(
      'pointermove',
      (moved) => {
        if (moved.pointerId !== event.pointerId) return;
        last = { x: moved.clientX, y: moved.clientY };
        const far = Math.hypot(last.x - origin.x, last.y - origin.y);
        if (isDragging.current) follow();
        else if (rest !== undefined) {
          if (far > restRadius) end();
        } else if (far > threshold) {
          begin();
          follow();
        }
      },
      { signal },
    );
    window.addEventListener(
      'pointerup',
      () => {
        const was = isDragging.current;
        end();
        if (!was) return;
        surface.current.drop(carried);
        // the click that comes with it is over by then
        setTimeout(() => (dragged.current = false));
      },
      { signal },
    );
    window.addEventListener('pointercancel', giveUp, { signal });
    window.addEventListener('blur', giveUp, { signal });
    window.addEventListener(
      'keydown',
      (pressed) => {
        if (pressed.key !== 'Escape' || !isDragging.current) return;
        pressed.preventDefault();
        pressed.stopPropagation();
        giveUp();
      },
      { signal, capture: true },
    );
  };
  return {
    onPointerDown,
    /** The click that ends a drag opens nothing. */
    isEndOfDrag: () => dragged.current,
  };
}

function begun(event: ReactPointerEvent, element: HTMLElement | null, { columns, canMove }: Surface) {
  if (event.button !== 0 || !event.isPrimary || !element || !(event.target instanceof Element)) return null;
  const block = event.target.closest<HTMLElement>('[data-item]');
  const key = event.target.closest<HTMLElement>('[data-column]')?.dataset['column'];
  const item = columns.find((one) => one.key === key)?.items.find(({ id }) => id === block?.dataset['item']);
  if (!block || !item || key === undefined || !canMove(item)) return null;
  const { bottom } = block.getBoundingClientRect();
  const before = realSpan(item);
  const start: Carried = { ...before, before, itemId: item.id, fromColumn: key, column: key, by: 'pointer' };
  return {
    element,
    start,
    isEdge: bottom - event.clientY <= (event.pointerType === 'touch' ? ownEdge.touch : ownEdge.mouse),
  };
}

/** Where each column begins, in what scrolls. */
function leftsOf(element: HTMLElement): { key: string; left: number }[] {
  const base = element.getBoundingClientRect().left - element.scrollLeft;
  return [...element.querySelectorAll<HTMLElement>('[data-column]')].map((column) => ({
    key: column.dataset['column'] ?? '',
    left: column.getBoundingClientRect().left - base,
  }));
}
