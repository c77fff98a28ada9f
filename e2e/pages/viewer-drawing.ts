import { expect, type Page } from '@playwright/test';

/** What one viewport of the OHIF viewer shows: where the image should lie on its canvas, and where its pixels do. */
export interface View {
  /** Width and height of the element, of the canvas as laid out, and of its pixels. */
  element: [number, number];
  canvas: [number, number];
  pixels: [number, number];
  /** The image's corners on the canvas, as Cornerstone maps them: left, top, right, bottom; null before an image. */
  image: [number, number, number, number] | null;
  /** The pixels that are not black, likewise. */
  lit: [number, number, number, number] | null;
  /** Mean brightness of the image's quarters: top left, top right, bottom left, bottom right. */
  quarters: [number, number, number, number];
  letters: string;
}

type Triple = [number, number, number];
interface ViewportLike {
  id: string;
  element: HTMLElement;
  canvas: HTMLCanvasElement;
  worldToCanvas(world: Triple): [number, number];
  getImageData():
    { dimensions: Triple; spacing: Triple; origin: Triple; direction: ArrayLike<number> } | undefined;
}
interface ViewerWindow {
  services?: {
    cornerstoneViewportService: { getRenderingEngine(): { getViewports(): ViewportLike[] } | null };
  };
}

/** The viewports as they are now. The page is the viewer itself. */
export function views(page: Page): Promise<View[]> {
  return page.evaluate(() => {
    const engine = (
      window as unknown as ViewerWindow
    ).services?.cornerstoneViewportService.getRenderingEngine();
    return (engine?.getViewports() ?? []).map((viewport) => {
      const { canvas, element } = viewport,
        data = viewport.getImageData();
      const copy = document.createElement('canvas');
      // half the size is enough to find edges
      copy.width = Math.max(1, Math.round(canvas.width / 2));
      copy.height = Math.max(1, Math.round(canvas.height / 2));
      const drawing = copy.getContext('2d', { willReadFrequently: true });
      drawing?.drawImage(canvas, 0, 0, copy.width, copy.height);
      const bytes = drawing?.getImageData(0, 0, copy.width, copy.height).data ?? new Uint8ClampedArray(4);
      const toLayout = canvas.clientWidth / copy.width;
      let lit: View['lit'] = null;
      for (let y = 0; y < copy.height; y += 1)
        for (let x = 0; x < copy.width; x += 1)
          if ((bytes[(y * copy.width + x) * 4] ?? 0) > 24)
            lit = lit
              ? [Math.min(lit[0], x), Math.min(lit[1], y), Math.max(lit[2], x + 1), Math.max(lit[3], y + 1)]
              : [x, y, x + 1, y + 1];
      let image: View['image'] = null;
      if (data) {
        const { dimensions, spacing, origin, direction } = data;
        const points = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) => {
          const at = [0, 1, 2].map((axis) =>
            (corner >> axis) & 1 ? (dimensions[axis] ?? 1) * (spacing[axis] ?? 1) : 0,
          );
          return viewport.worldToCanvas(
            [0, 1, 2].map(
              (i) =>
                (origin[i] ?? 0) +
                [0, 1, 2].reduce((sum, axis) => sum + (at[axis] ?? 0) * (direction[axis * 3 + i] ?? 0), 0),
            ) as Triple,
          );
        });
        const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
        image = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
      }
      const quarter = (right: number, bottom: number) => {
        if (!image) return 0;
        const [left, top, width, height] = [
          image[0] / toLayout,
          image[1] / toLayout,
          (image[2] - image[0]) / toLayout / 2,
          (image[3] - image[1]) / toLayout / 2,
        ];
        let [sum, count] = [0, 0];
        for (let y = Math.ceil(top + bottom * height); y < top + (bottom + 1) * height; y += 3)
          for (let x = Math.ceil(left + right * width); x < left + (right + 1) * width; x += 3) {
            if (x < 0 || y < 0 || x >= copy.width || y >= copy.height) continue;
            sum += bytes[(y * copy.width + x) * 4] ?? 0;
            count += 1;
          }
        return Math.round(sum / Math.max(1, count));
      };
      return {
        element: [element.clientWidth, element.clientHeight],
        canvas: [canvas.clientWidth, canvas.clientHeight],
        pixels: [canvas.width / devicePixelRatio, canvas.height / devicePixelRatio],
        image,
        lit: lit && (lit.map((edge) => edge * toLayout) as View['lit']),
        quarters: [quarter(0, 0), quarter(1, 0), quarter(0, 1), quarter(1, 1)],
        letters: [
          ...(element.closest('.viewport-wrapper')?.querySelectorAll('.orientation-marker-value') ?? []),
        ]
          .map((letter) => letter.textContent)
          .join(''),
      };
    });
  });
}

/** What a person would complain of; nothing where the image lies as it should. */
export function complaints(view: View, letters?: string): string[] {
  const [width, height] = view.element;
  const said: string[] = [];
  const differ = ([w, h]: [number, number]) => Math.abs(w - width) > 1.5 || Math.abs(h - height) > 1.5;
  if (differ(view.canvas) || differ(view.pixels))
    said.push(`canvas ${view.canvas.join('×')} of ${view.pixels.join('×')} in ${width}×${height}`);
  if (letters !== undefined && view.letters !== letters) said.push(`letters “${view.letters}”`);
  if (!view.image) return [...said, 'no image'];
  const [left, top, right, bottom] = view.image;
  const larger = Math.max((right - left) / width, (bottom - top) / height);
  if (
    Math.abs((left + right) / 2 - width / 2) > width * 0.02 ||
    Math.abs((top + bottom) / 2 - height / 2) > height * 0.02
  )
    said.push(`off-centre ${view.image.map(Math.round).join(' ')} in ${width}×${height}`);
  if (!(larger >= 0.95 && larger <= 1.04)) said.push(`larger side ${larger.toFixed(2)} of the canvas`);
  if (!view.lit) return [...said, 'black'];
  const [a, b, c, d] = view.lit;
  if (a < left - 8 || b < top - 8 || c > right + 8 || d > bottom + 8)
    said.push(`pixels outside the image: ${view.lit.map(Math.round).join(' ')}`);
  if ((c - a) * (d - b) < 0.5 * (right - left) * (bottom - top)) said.push('less than half of it is drawn');
  return said;
}

/** The viewports once nothing changes any more: a fault may come after the first image. */
export async function settled(page: Page, count: number): Promise<View[]> {
  let [before, same] = ['', 0];
  let found: View[] = [];
  await expect
    .poll(
      async () => {
        found = await views(page);
        const now = JSON.stringify(found);
        same = now === before && found.length === count && found.every((view) => view.image) ? same + 1 : 0;
        before = now;
        return same >= 2;
      },
      { timeout: 20_000, intervals: [200], message: `${count} viewports come to rest` },
    )
    .toBe(true)
    // what is there is judged by the caller
    .catch(() => undefined);
  return found;
}

/** Waits for the first image in `count` viewports, then until they rest. */
export async function opened(page: Page, address: string, count: number): Promise<View[]> {
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(
    (wanted) => {
      const engine = (
        window as unknown as ViewerWindow
      ).services?.cornerstoneViewportService.getRenderingEngine();
      return (engine?.getViewports() ?? []).filter((viewport) => viewport.getImageData()).length >= wanted;
    },
    count,
    { timeout: 60_000, polling: 100 },
  );
  return settled(page, count);
}

/** A command of OHIF, as its buttons and keys run it. */
export const command = (page: Page, name: string, options: Record<string, unknown> = {}) =>
  page.evaluate(
    ([run, given]) =>
      (
        window as unknown as { commandsManager: { run(name: string, options: unknown): unknown } }
      ).commandsManager.run(run, given),
    [name, options] as const,
  );
