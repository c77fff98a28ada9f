import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

/** How many different grey levels the largest canvas below `scope` shows: 1 is a blank one. */
export async function shades(scope: Locator): Promise<number> {
  return scope.evaluate((root) => {
    const canvases = [...root.querySelectorAll('canvas')].sort(
      (a, b) => b.width * b.height - a.width * a.height,
    );
    const [canvas] = canvases;
    if (!canvas || canvas.width === 0) return 0;
    // A canvas of WebGL has no 2D context: copy it.
    const copy = document.createElement('canvas');
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext('2d');
    context?.drawImage(canvas, 0, 0);
    const data = context?.getImageData(0, 0, copy.width, copy.height).data ?? new Uint8ClampedArray();
    const seen = new Set<number>();
    for (let i = 0; i < data.length; i += 4 * 37)
      seen.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
    return seen.size;
  });
}

export const stage = (page: Page): Locator => page.getByTestId('quick-look-stage');
export const counter = (page: Page): Locator => page.getByTestId('image-counter');
export const viewer = (page: Page): FrameLocator => page.frameLocator('iframe');

/** The quick look shows a real image. */
export async function expectImage(page: Page): Promise<void> {
  await expect(stage(page)).toHaveAttribute('data-state', 'image', { timeout: 30_000 });
  await expect
    .poll(() => shades(stage(page)), { message: 'the canvas shows a non-uniform image' })
    .toBeGreaterThan(16);
}

/** The embedded viewer shows a real image in at least `views` viewports. */
export async function expectViewerImages(page: Page, views = 1): Promise<void> {
  await page.bringToFront();
  const panes = viewer(page).locator(
    '[data-cy="viewport-pane"], .viewport-element, .cornerstone-viewport-element',
  );
  await expect(panes.nth(views - 1)).toBeVisible({ timeout: 60_000 });
  for (let i = 0; i < views; i += 1)
    await expect
      .poll(() => shades(panes.nth(i)), {
        timeout: 60_000,
        message: `viewport ${i + 1} shows a non-uniform image`,
      })
      .toBeGreaterThan(16);
}
