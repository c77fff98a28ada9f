import { word } from './words.ts';

/** A phone held upright. */
const narrow = '(max-width: 719px)';
const closed = (side: 'Left' | 'Right') =>
  `#viewerLayoutResizable${side}Panel:has(> [style*="margin-${side.toLowerCase()}: -"])`;

const header = 'div:has(> div > [data-cy="return-to-work-list"])';

/**
 * Where there is no room beside the image, OHIF's panels are laid over it, and closed they take nothing of it: two buttons
 * in the lower corners open them. The tools are one row that is pushed along with a finger, without OHIF's own mark.
 */
const css = `@media (max-width: 999px) {
  ${header} { display: flex; align-items: center; overflow-x: auto; scrollbar-width: none; }
  ${header} > * { position: static; flex: none; transform: none; translate: none; }
  ${header} > :first-child { display: none; }
}
@media ${narrow} {
  #viewerLayoutResizableLeftPanel, #viewerLayoutResizableRightPanel { position: absolute; z-index: 30; top: 0; bottom: 0; max-width: 100vw; background: #14181f; }
  #viewerLayoutResizableLeftPanel { left: 0; }
  #viewerLayoutResizableRightPanel { right: 0; }
  ${closed('Left')}, ${closed('Right')}, [data-panel-resize-handle-id] { display: none; }
  /* below the images, not on them */
  div:has(> [data-panel-group-id=viewerLayoutResizablePanelGroup]) { height: calc(100vh - 96px) !important; }
  /* the year of a date is never cut off */
  .viewport-overlay.left-viewport { max-width: 80%; }
  .viewport-overlay.left-viewport span { white-space: normal; }
}
[data-keneyapp=panels] { display: none; }
@media ${narrow} {
  [data-keneyapp=panels] { position: fixed; z-index: 31; left: 8px; right: 8px; bottom: 6px; display: flex; justify-content: space-between; pointer-events: none; }
  [data-keneyapp=panels] button { pointer-events: auto; min-height: 32px; padding: 2px 14px; border-radius: 16px; border: 1px solid #8aa4c8; background: #14181f; color: #fff; font-size: 13px; }
}`;

/** Undo with what it returns. */
export function makeRoom(): () => void {
  const style = document.createElement('style');
  style.textContent = css;
  const bar = document.createElement('div');
  bar.dataset['keneyapp'] = 'panels';
  for (const [side, label] of [
    ['left', word('series')],
    ['right', word('report')],
  ] as const) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.addEventListener('click', () =>
      // OHIF's own: opens the panel, and closes it
      document.querySelector<HTMLElement>(`[data-cy="side-panel-header-${side}"]`)?.click(),
    );
    bar.append(button);
  }
  document.head.append(style);
  document.body.append(bar);
  return () => {
    style.remove();
    bar.remove();
  };
}
