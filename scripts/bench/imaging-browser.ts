/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import type { BenchStack } from './bench.ts';

/** Milliseconds from the start of the navigation to a canvas that shows something. */
export interface Timed { ms: number }
export interface OpenBrowser { context: BrowserContext; close(): Promise<void> }

/** A browser with an empty cache; signed in when a cookie is given. */
export async function openBrowser(stack: BenchStack, cookie: string | null): Promise<OpenBrowser> {
  const browser: Browser = await chromium.launch({ ...(stack.browser ? { executablePath: stack.browser } : {}), args: ['--headless=new', '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  if (cookie) {
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url: stack.publicUrl, httpOnly: true, sameSite: 'Lax' }]);
  }
  return { context, close: () => browser.close() };
}

/** Opens the address in a new tab and looks at its largest canvas on every frame until it is no longer uniform. */
export async function timeToImage({ context }: OpenBrowser, url: string, canvas: string): Promise<Timed> {
  const page = await context.newPage();
  try {
    await page.addInitScript((selector: string) => {
      const look = () => {
        const [largest] = [...document.querySelectorAll<HTMLCanvasElement>(selector)].filter((c) => c.width > 200 && c.height > 200).sort((a, b) => b.width * b.height - a.width * a.height);
        if (largest) {
          const copy = document.createElement('canvas');
          copy.width = 32;
          copy.height = 32;
          const drawing = copy.getContext('2d', { willReadFrequently: true });
          drawing?.drawImage(largest, 0, 0, 32, 32);
          const data = drawing?.getImageData(0, 0, 32, 32).data ?? new Uint8ClampedArray();
          const seen = new Set<number>();
          for (let i = 0; i < data.length; i += 4) seen.add((data[i] ?? 0) << 8 | (data[i + 3] ?? 0));
          if (seen.size > 8) { (window as unknown as { firstImage: number }).firstImage = performance.now(); return; }
        }
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, canvas);
    await page.bringToFront();
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(() => 'firstImage' in window, undefined, { timeout: 120_000, polling: 50 });
    return { ms: await page.evaluate(() => (window as unknown as { firstImage: number }).firstImage) };
  } finally { await page.close(); }
}
