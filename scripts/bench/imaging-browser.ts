/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';
import type { BenchStack } from './bench.ts';

/** Milliseconds from the start of the navigation to a canvas that shows something. */
export interface Timed {
  ms: number;
}
export interface OpenBrowser {
  context: BrowserContext;
  close(): Promise<void>;
}

/** A browser as a person has it, with a profile on disk (compiled scripts are kept from visit to visit), still empty; signed in when a cookie is given. */
export async function openBrowser(stack: BenchStack, cookie: string | null): Promise<OpenBrowser> {
  const profile = await mkdtemp(path.join(tmpdir(), 'keneyapp-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    ...(stack.browser ? { executablePath: stack.browser } : {}),
    viewport: { width: 1440, height: 900 },
    args: [
      '--headless=new',
      '--no-sandbox',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  if (cookie) {
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url: stack.publicUrl, httpOnly: true, sameSite: 'Lax' }]);
  }
  await new Promise((resolve) => {
    setTimeout(resolve, 2_000);
  }); // its own start is not what is measured
  return {
    context,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

interface WithLook extends Window {
  isDrawn(selector: string): boolean;
  whenDrawn(look: () => void): void;
}

/**
 * In each frame of a page: whether its largest canvas is no longer uniform, and a call whenever something was drawn (Cornerstone
 * says so, the quick look by its state, the viewer by what it adds). Not on every frame: reading a canvas back costs more than
 * drawing it.
 */
function addLook(): void {
  const here = window as unknown as WithLook;
  here.isDrawn = (selector) => {
    const [largest] = [...document.querySelectorAll<HTMLCanvasElement>(selector)]
      .filter((c) => c.width > 200 && c.height > 200)
      .sort((a, b) => b.width * b.height - a.width * a.height);
    if (!largest) return false;
    const copy = document.createElement('canvas');
    copy.width = 32;
    copy.height = 32;
    const drawing = copy.getContext('2d', { willReadFrequently: true });
    drawing?.drawImage(largest, 0, 0, 32, 32);
    const data = drawing?.getImageData(0, 0, 32, 32).data ?? new Uint8ClampedArray();
    const seen = new Set<number>();
    for (let i = 0; i < data.length; i += 4) seen.add(((data[i] ?? 0) << 8) | (data[i + 3] ?? 0));
    return seen.size > 8;
  };
  here.whenDrawn = (look) => {
    // a frame keeps the window of the empty page it begins with, and gets another document
    window.addEventListener('CORNERSTONE_IMAGE_RENDERED', look, true);
    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      attributeFilter: ['data-state', 'data-phase'],
    });
  };
}

/**
 * Opens the address in a new tab, until its largest canvas shows something. With `click`: from the click on that, once the page
 * has come to rest.
 */
export async function timeToImage(
  { context }: OpenBrowser,
  url: string,
  canvas: string,
  click?: string,
): Promise<Timed> {
  const page = await context.newPage();
  try {
    await page.addInitScript(addLook);
    await page.addInitScript((selector: string) => {
      const found = window as unknown as WithLook & { began: number; firstImage?: number };
      found.began = 0;
      found.whenDrawn(() => {
        if (found.firstImage === undefined && found.isDrawn(selector))
          found.firstImage = performance.now() - found.began;
      });
      document.addEventListener(
        'click',
        (event) => {
          found.began = event.timeStamp;
        },
        true,
      );
    }, canvas);
    await page.bringToFront();
    await page.goto(url, { waitUntil: click ? 'load' : 'commit' });
    if (click) {
      await page.waitForTimeout(1_500);
      await page.click(click);
    }
    await page.waitForFunction(() => 'firstImage' in window, undefined, { timeout: 120_000, polling: 50 });
    return { ms: await page.evaluate(() => (window as unknown as { firstImage: number }).firstImage) };
  } finally {
    await page.close();
  }
}

/**
 * A session of reading as a person has it: the list of images of a chart, a click on the viewer of a study, back to the list,
 * the next one. Milliseconds from each click to an image on the screen: drawn, and no longer covered by what says that it opens.
 */
export async function timesFromChart(
  { context }: OpenBrowser,
  list: string,
  studies: string[],
): Promise<Timed[]> {
  interface Watched {
    hasImage?: boolean;
    began?: number;
    firstImage?: number;
    look?: () => void;
  }
  const page = await context.newPage();
  try {
    await page.addInitScript(addLook);
    await page.addInitScript(() => {
      const here = window as unknown as WithLook & Watched;
      if (window.parent !== window) {
        here.whenDrawn(() => {
          if (here.hasImage || !here.isDrawn('canvas')) return;
          here.hasImage = true;
          (window.parent as Watched).look?.();
        });
        return;
      }
      here.look = () => {
        const frame = document.querySelector<HTMLIFrameElement>(
          '[data-testid=viewer-stage][data-phase=shown] iframe',
        );
        if (here.firstImage === undefined && (frame?.contentWindow as Watched | undefined)?.hasImage)
          here.firstImage = performance.now() - (here.began ?? 0);
      };
      document.addEventListener(
        'click',
        (event) => {
          here.began = event.timeStamp;
          delete here.firstImage;
        },
        true,
      );
      here.whenDrawn(here.look);
    });
    await page.bringToFront();
    await page.goto(list);
    const times: Timed[] = [];
    for (const study of studies) {
      // the list has come to rest, and somebody has chosen from it
      const link = page.locator(`[data-study="${study}"] a[href$="/imaging/${study}"]`);
      await link.waitFor();
      await page.waitForTimeout(4_000);
      await link.click();
      await page.waitForFunction(() => (window as Watched).firstImage !== undefined, undefined, {
        timeout: 120_000,
        polling: 50,
      });
      times.push({ ms: await page.evaluate(() => (window as Watched).firstImage ?? Number.NaN) });
      await page.waitForTimeout(1_000);
      await page.locator('a[href*="/imaging?study="]').first().click();
    }
    return times;
  } finally {
    await page.close();
  }
}

/**
 * Images per second while the viewer goes through a stack whose images are all there: each is asked for once the one
 * before it was drawn. The same for ours and the published one, by Cornerstone itself.
 */
export async function scrollRate({ context }: OpenBrowser, url: string, images: number): Promise<number> {
  interface Stack {
    element: HTMLElement;
    getImageIds(): string[];
    setImageIdIndex(index: number): Promise<unknown>;
  }
  interface Viewer {
    services?: { cornerstoneViewportService: { getRenderingEngine(): { getViewports(): Stack[] } | null } };
  }
  const page = await context.newPage();
  try {
    await page.bringToFront();
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(
      (count) => {
        const engine = (window as Viewer).services?.cornerstoneViewportService.getRenderingEngine();
        return engine?.getViewports()[0]?.getImageIds().length === count;
      },
      images,
      { timeout: 120_000, polling: 100 },
    );
    return await page.evaluate(async (count) => {
      const [stack] =
        (window as Viewer).services?.cornerstoneViewportService.getRenderingEngine()?.getViewports() ?? [];
      if (!stack) throw new Error('no viewport');
      const show = async (index: number) => {
        const drawn = new Promise((resolve) => {
          stack.element.addEventListener('CORNERSTONE_IMAGE_RENDERED', resolve, { once: true });
        });
        await stack.setImageIdIndex(index);
        await drawn;
      };
      // the way down fetches them
      for (let index = 1; index < count; index += 1) await show(index);
      const began = performance.now();
      for (let index = count - 2; index >= 0; index -= 1) await show(index);
      return ((count - 1) * 1000) / (performance.now() - began);
    }, images);
  } finally {
    await page.close();
  }
}
