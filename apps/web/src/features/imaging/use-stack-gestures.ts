'use client';
import { actionOf, ctPresets, type ViewerAction } from '@keneyapp/viewer/keys';
import { useEffect, type RefObject } from 'react';
import type { StackEngine } from './stack-engine.ts';
import { WheelSteps } from './wheel-steps.ts';

/** What dragging does. */
export type Mode = 'scroll' | 'window' | 'zoom' | 'pan';

const pixelsPerImage = 8;

interface Options {
  mode: Mode;
  modality: string;
  /** What is not of the image: tools, help, full screen, leaving. False: the key means nothing here. */
  onAction: (action: ViewerAction) => boolean;
}

/** Presets of a modality; only CT has absolute units. */
export const presetsOf = (modality: string): typeof ctPresets | readonly [] =>
  modality === 'CT' ? ctPresets : [];

/**
 * Wheel, mouse, touch and keyboard on a stack. Wheel: images (with Ctrl: zoom). Drag: the chosen mode; middle button
 * pans, right button zooms. Two fingers: zoom and pan. Keys: the table of `@keneyapp/viewer`.
 */
export function useStackGestures(
  element: RefObject<HTMLDivElement | null>,
  engine: StackEngine | null,
  { mode, modality, onAction }: Options,
): void {
  useEffect(() => {
    const target = element.current;
    if (!target || !engine) return;
    const fingers = new Map<number, { x: number; y: number }>();
    const wheelSteps = new WheelSteps();
    let rest = 0;

    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      if (event.ctrlKey) return engine.zoomBy(event.deltaY < 0 ? 1.1 : 1 / 1.1);
      const steps = wheelSteps.take(event);
      if (steps) engine.scroll(steps);
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
      const action = actionOf(event, 'quickLook');
      if (action === null || !(act(engine, action, modality) || onAction(action))) return;
      event.preventDefault();
      event.stopPropagation();
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
  }, [element, engine, mode, modality, onAction]);
}

const panStep = 24;
const zoomStep = 1.2;

/** What a key does to the image; the others are the page's. */
const imageActions: Partial<Record<ViewerAction, (engine: StackEngine) => void>> = {
  nextImage: (engine) => engine.scroll(1),
  previousImage: (engine) => engine.scroll(-1),
  tenForward: (engine) => engine.scroll(10),
  tenBack: (engine) => engine.scroll(-10),
  firstImage: (engine) => engine.goTo(0),
  lastImage: (engine) => engine.goTo(engine.count - 1),
  zoomIn: (engine) => engine.zoomBy(zoomStep),
  zoomOut: (engine) => engine.zoomBy(1 / zoomStep),
  panLeft: (engine) => engine.panBy(-panStep, 0),
  panRight: (engine) => engine.panBy(panStep, 0),
  panUp: (engine) => engine.panBy(0, -panStep),
  panDown: (engine) => engine.panBy(0, panStep),
  invert: (engine) => engine.invert(),
  rotateRight: (engine) => engine.turn('right'),
  rotateLeft: (engine) => engine.turn('left'),
  flipHorizontal: (engine) => engine.turn('horizontally'),
  flipVertical: (engine) => engine.turn('vertically'),
  reset: (engine) => engine.reset(),
  play: (engine) => engine.play(),
};

/** Whether the action was one of the image. A preset that the modality does not have changes nothing. */
function act(engine: StackEngine, action: ViewerAction, modality: string): boolean {
  const preset = /^preset(\d)$/.exec(action)?.[1];
  if (preset !== undefined) {
    const chosen = presetsOf(modality)[Number(preset) - 1];
    if (chosen) engine.setWindow(chosen.window);
    return true;
  }
  imageActions[action]?.(engine);
  return imageActions[action] !== undefined;
}
