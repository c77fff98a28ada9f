import { useEffect, useRef, useState, type RefObject } from 'react';
import { keyOf, type PlacedColumn } from './grid-column.ts';
import { nearest } from './layout.ts';

/** For the keyboard the whole grid is one stop of Tab, gone through with the arrows. */
export function useStops(
  columns: readonly PlacedColumn[],
  id: string,
  scroller: RefObject<HTMLElement | null>,
) {
  const [focused, setFocused] = useState<{ key: string; itemId: string | null } | null>(null);
  const isThere = (key: string) => columns.some(({ stops }) => stops.some((one) => one.key === key));
  const first =
    columns.find(({ placed }) => placed.length > 0) ?? columns.find(({ stops }) => stops.length > 0);
  const firstItem = first?.placed[0] && keyOf(first.key, first.placed[0].item);
  const stop =
    focused !== null && isThere(focused.key) ? focused.key : (firstItem ?? first?.stops[0]?.key ?? null);

  // what has the focus may be moved to another column, by this person or a colleague: the focus goes along
  const last = useRef(focused);
  useEffect(() => {
    last.current = focused;
  });
  useEffect(() => {
    const itemId = last.current?.itemId;
    if (itemId == null || (document.activeElement !== document.body && document.activeElement !== null))
      return;
    const again = scroller.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(itemId)}"]`);
    again?.focus({ preventScroll: true });
  }, [columns, scroller]);

  const focus = (key: string | undefined) => {
    const element = key === undefined ? null : document.getElementById(`${id}${key}`);
    element?.focus();
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  /** @returns whether it is a key that leads elsewhere */
  const onKey = (key: string, columnKey: string, from: string): boolean => {
    const at = columns.findIndex((one) => one.key === columnKey);
    const stops = columns[at]?.stops ?? [];
    const place = stops.findIndex((one) => one.key === from);
    const beside = (step: 1 | -1) => {
      for (let i = at + step; columns[i]; i += step) {
        const found = nearest(columns[i]?.stops ?? [], stops[place]?.from ?? 0);
        if (found) return found.key;
      }
      return undefined;
    };
    const target = {
      ArrowDown: () => stops[place + 1]?.key,
      ArrowUp: () => stops[place - 1]?.key,
      ArrowRight: () => beside(1),
      ArrowLeft: () => beside(-1),
      Home: () => stops[0]?.key,
      End: () => stops.at(-1)?.key,
    }[key];
    if (!target) return false;
    focus(target());
    return true;
  };
  return { stop, setFocused, onKey };
}
