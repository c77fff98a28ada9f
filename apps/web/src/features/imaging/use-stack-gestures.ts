'use client';
import { useEffect, type RefObject } from 'react';
import type { StackEngine } from './stack-engine.ts';

/** What dragging does. */
export type Mode = 'scroll' | 'window' | 'zoom' | 'pan';

const pixelsPerImage = 8;
const wheelPerImage = 40;

/**
 * Wheel, mouse, touch and keyboard on a stack. Wheel: images (with Ctrl: zoom). Drag: the chosen mode; middle button
 * pans, right button zooms. Two fingers: zoom and pan. Keys: arrows, Page, Home, End, + −, Shift+arrows, I, R, 1 to 5.
 */
export function useStackGestures(
  element: RefObject<HTMLDivElement | null>,
  engine: StackEngine | null,
  mode: Mode,
  preset: (n: number) => void,
): void {
  useEffect(() => {
    const target = element.current;
    if (!target || !engine) return;
    const fingers = new Map<number, { x: number; y: number }>();
    let rest = 0;

    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      if (event.ctrlKey) return engine.zoomBy(event.deltaY < 0 ? 1.1 : 1 / 1.1);
      rest += event.deltaMode === 0 ? event.deltaY : event.deltaY * wheelPerImage;
      const steps = Math.trunc(rest / wheelPerImage);
      if (steps) {
        rest -= steps * wheelPerImage;
        engine.scroll(steps);
      }
    };
    const drag = (dx: number, dy: number, how: Mode) => {
      if (how === 'pan') engine.panBy(dx, dy);
      else if (how === 'zoom') engine.zoomBy(1.01 ** -dy);
      else if (how === 'window') {
        const window = engine.startingWindow;
        const gain = Math.max(window?.width ?? 256, 50) / 300;
        if (window)
          engine.setWindow({
            center: window.center + dy * gain,
            width: Math.max(1, window.width + dx * gain),
          });
      } else {
        rest += dy;
        const steps = Math.trunc(rest / pixelsPerImage);
        if (steps) {
          rest -= steps * pixelsPerImage;
          engine.scroll(steps);
        }
      }
    };
    const down = (event: PointerEvent) => {
      rest = 0;
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      target.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const now = { x: event.clientX, y: event.clientY };
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      fingers.set(event.pointerId, now);
      if (other) {
        const spread = (p: { x: number; y: number }) => Math.hypot(p.x - other.x, p.y - other.y) || 1;
        engine.zoomBy(spread(now) / spread(before));
        return engine.panBy((now.x - before.x) / 2, (now.y - before.y) / 2);
      }
      drag(now.x - before.x, now.y - before.y, event.buttons & 4 ? 'pan' : event.buttons & 2 ? 'zoom' : mode);
    };
    const up = (event: PointerEvent) => {
      fingers.delete(event.pointerId);
    };
    const key = (event: KeyboardEvent) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey && press(engine, event, preset)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    const menu = (event: Event) => event.preventDefault();

    target.addEventListener('wheel', wheel, { passive: false });
    target.addEventListener('pointerdown', down);
    target.addEventListener('pointermove', move);
    target.addEventListener('pointerup', up);
    target.addEventListener('pointercancel', up);
    target.addEventListener('keydown', key);
    target.addEventListener('contextmenu', menu);
    return () => {
      target.removeEventListener('wheel', wheel);
      target.removeEventListener('pointerdown', down);
      target.removeEventListener('pointermove', move);
      target.removeEventListener('pointerup', up);
      target.removeEventListener('pointercancel', up);
      target.removeEventListener('keydown', key);
      target.removeEventListener('contextmenu', menu);
    };
  }, [element, engine, mode, preset]);
}

const panStep = 24;

/** Whether the key meant something here. */
function press(engine: StackEngine, { key, shiftKey }: KeyboardEvent, preset: (n: number) => void): boolean {
  const pans: Record<string, [number, number]> = {
    ArrowLeft: [-panStep, 0],
    ArrowRight: [panStep, 0],
    ArrowUp: [0, -panStep],
    ArrowDown: [0, panStep],
  };
  const pan = shiftKey ? pans[key] : undefined;
  if (pan) {
    engine.panBy(...pan);
    return true;
  }
  const actions: Record<string, () => void> = {
    ArrowUp: () => engine.scroll(-1),
    ArrowLeft: () => engine.scroll(-1),
    ArrowDown: () => engine.scroll(1),
    ArrowRight: () => engine.scroll(1),
    PageUp: () => engine.scroll(-10),
    PageDown: () => engine.scroll(10),
    Home: () => engine.goTo(0),
    End: () => engine.goTo(engine.count - 1),
    '+': () => engine.zoomBy(1.2),
    '=': () => engine.zoomBy(1.2),
    '-': () => engine.zoomBy(1 / 1.2),
    i: () => engine.invert(),
    I: () => engine.invert(),
    r: () => engine.reset(),
    R: () => engine.reset(),
    0: () => engine.reset(),
  };
  const action = /^[1-9]$/.test(key) ? () => preset(Number(key)) : actions[key];
  action?.();
  return action !== undefined;
}
