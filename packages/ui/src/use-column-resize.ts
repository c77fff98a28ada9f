'use client';
import type { PointerEvent } from 'react';
import type { TableSettings } from './table-model.ts';

const narrowest = 56;

/** Columns are widened with the pointer at their edge, or with Shift and the arrows in their heading. */
export function useColumnResize(settings: TableSettings, onSettings: (next: TableSettings) => void) {
  const set = (id: string, width: number) =>
    onSettings({ ...settings, widths: { ...settings.widths, [id]: Math.max(narrowest, Math.round(width)) } });
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
