import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import type { KeyboardEvent, RefObject } from 'react';
import { nextFree, shifted, stepped, stretched, type Carried } from './carry.ts';
import { realSpan, takenIn, type PlacedColumn } from './grid-column.ts';
import { freeSpans } from './openings.ts';
import type { Surface } from './use-pointer-carry.ts';

/**
 * M takes an appointment in hand; arrows move it, page keys go to the next free place, Shift and arrows change its length,
 * Enter puts it down and Esc gives up.
 */
export function useKeyCarry(surface: RefObject<Surface>, carried: Carried | null) {
  const take = (column: PlacedColumn, item: AgendaItem) => {
    const before = realSpan(item);
    surface.current.carry({
      ...before,
      before,
      itemId: item.id,
      fromColumn: column.key,
      column: column.key,
      by: 'keyboard',
    });
  };

  /** @returns whether the key was for what is in hand, or took something */
  return (event: KeyboardEvent, at: { column: PlacedColumn; item: AgendaItem } | null): boolean => {
    const { canMove, carry, drop } = surface.current;
    if (event.altKey || event.ctrlKey || event.metaKey) return false;
    if (carried === null) {
      if (event.key.toLowerCase() !== 'm' || !at || !canMove(at.item)) return false;
      take(at.column, at.item);
    } else if (event.key === 'Escape') carry(null);
    else if (event.key === 'Enter' || event.key === ' ' || event.key.toLowerCase() === 'm') drop(carried);
    else {
      const next = afterKey(event, carried, surface.current);
      if (next === null) {
        // Tab leaves, and what was in hand stays where it was
        if (event.key === 'Tab') carry(null);
        return event.key !== 'Tab';
      }
      carry(next);
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
}

function afterKey(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  carried: Carried,
  { columns, hours, step }: Surface,
): Carried | null {
  const index = columns.findIndex((one) => one.key === carried.column);
  const column = columns[index];
  const vertical = ({ ArrowDown: 1, ArrowUp: -1 } as const)[key];
  const sideways = ({ ArrowRight: 1, ArrowLeft: -1 } as const)[key];
  const page = ({ PageDown: 1, PageUp: -1 } as const)[key];
  if (vertical !== undefined && shiftKey)
    return { ...carried, ...stretched(carried, stepped(carried.to, vertical, step), { step, hours }) };
  if (vertical !== undefined)
    return { ...carried, ...shifted(carried, stepped(carried.from, vertical, step), hours) };
  if (sideways !== undefined) return { ...carried, column: columns[index + sideways]?.key ?? carried.column };
  if (page !== undefined && column?.opening) {
    const free = freeSpans(column.opening, takenIn(column, carried.itemId));
    const from = nextFree(free, carried, { direction: page, step });
    return from === null ? carried : { ...carried, ...shifted(carried, from - carried.from, hours) };
  }
  return null;
}
