import type { Ohif, Services, Viewport } from './ohif.ts';

export function activeViewport({
  viewportGridService,
  cornerstoneViewportService,
}: Services): Viewport | null {
  const id = viewportGridService.getActiveViewportId();
  return id ? cornerstoneViewportService.getCornerstoneViewport(id) : null;
}

/** The keys are heard wherever the frame has the focus: the active image takes it, so that a screen reader says so too. */
export function focusImage({ servicesManager: { services } }: Ohif): void {
  window.focus();
  activeViewport(services)?.element.focus({ preventScroll: true });
}
