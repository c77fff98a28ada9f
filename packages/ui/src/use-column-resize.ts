'use client';
import type { PointerEvent } from 'react';
import { minimumOf, type TableRoom } from './column-layout.ts';
import type { TableColumn, TableSettings } from './table-model.ts';

/** Columns are widened with the pointer at their edge, or with Shift and the arrows in their heading; never below what they must hold. */
export function useColumnResize<Row>(
  settings: TableSettings,
  onSettings: (next: TableSettings) => void,
  columnOf: (id: string) => TableColumn<Row> | undefined,
  room: TableRoom | null,
) {
  const set = (id: string, width: number) => {
    const column = columnOf(id);
    if (!column) return;
    const least = minimumOf(column, room?.character ?? 0);
    onSettings({ ...settings, widths: { ...settings.widths, [id]: Math.max(least, Math.round(width)) } });
  };
  return {
    by(id: string, change: number, heading: Element | null) {
      if (heading) set(id, heading.getBoundingClientRect().width + change);
    },
    grip: (id: string) => ({
      onPointerDown(event: PointerEvent<HTMLElement>) {
        event.preventDefault();
        const from = event.clientX;
        const width = event.currentTarget.parentElement?.getBoundingClientRect().width ?? 120;
        const target = event.currentTarget;
        target.setPointerCapture(event.pointerId);
        const move = (e: globalThis.PointerEvent) => set(id, width + e.clientX - from);
        const end = () => {
          target.removeEventListener('pointermove', move);
          target.removeEventListener('pointerup', end);
          target.removeEventListener('pointercancel', end);
        };
        target.addEventListener('pointermove', move);
        target.addEventListener('pointerup', end);
        target.addEventListener('pointercancel', end);
      },
    }),
  };
}
