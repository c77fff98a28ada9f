import { createRequire } from 'node:module';
import type { Browser, Page } from '@playwright/test';
import type { BenchRow, BenchStack } from './bench.ts';

export const name = 'JavaScript to sign in and open a chart';

/** What the issue allows, in kB gzip as the browser receives it, viewers excluded. */
const allowedKb = 285;

interface Received {
  url: string;
  bytes: number;
}

/**
 * Two journeys in a real browser with an empty cache: sign in where an address led to the search, and open a chart; the same
 * through the start page, whose cards bring their own. Every script of our origin is counted once.
 */
export async function run(stack: BenchStack): Promise<BenchRow[]> {
  const { chromium } = createRequire(import.meta.url)(
    '@playwright/test',
  ) as typeof import('@playwright/test');
  const browser = await chromium.launch({
    executablePath: stack.browser || undefined,
    args: ['--headless=new', '--no-sandbox', '--disable-background-networking', '--no-first-run'],
  });
  try {
    stack.note('signing in, opening a chart');
    const { atSignIn, total } = await journey(browser, stack, '/patients');
    stack.note('the same through the start page');
    const { total: throughStart } = await journey(browser, stack, '/home');
    return [
      { name: 'scripts of the sign-in page', value: atSignIn, unit: 'kB', target: '', ok: null },
      {
        name: 'scripts to sign in, search and open a chart',
        value: total,
        unit: 'kB',
        target: `≤ ${allowedKb}`,
        ok: total <= allowedKb,
      },
      { name: 'the same through the start page', value: throughStart, unit: 'kB', target: '', ok: null },
    ];
  } finally {
    await browser.close();
  }
}

async function journey(
  browser: Browser,
  { publicUrl }: BenchStack,
  begin: '/patients' | '/home',
): Promise<{ atSignIn: number; total: number }> {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const protocol = await page.context().newCDPSession(page);
    await protocol.send('Network.enable');
    const scripts = new Map<string, Received>();
    protocol.on('Network.responseReceived', ({ requestId, type, response }) => {
      if (type === 'Script' && response.url.startsWith(publicUrl))
        scripts.set(requestId, { url: response.url, bytes: 0 });
    });
    protocol.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const script = scripts.get(requestId);
      if (script) script.bytes = encodedDataLength;
    });
    const kilobytes = () => {
      const once = new Map<string, number>(); // the second time a script comes from the browser's cache
      for (const { url, bytes } of scripts.values()) once.set(url, Math.max(bytes, once.get(url) ?? 0));
      return [...once.values()].reduce((sum, bytes) => sum + bytes, 0) / 1000;
    };
    await page.goto(`${publicUrl}/sign-in?callbackUrl=${encodeURIComponent(begin)}`, {
      waitUntil: 'networkidle',
    });
    const atSignIn = kilobytes();
    await page.getByRole('button', { name: /^(Se connecter|Sign in)$/ }).click();
    await page.getByLabel(/^(Identifiant|User name)$/).fill('medecin');
    await page.getByLabel(/^(Mot de passe|Password)$/).fill('demo');
    await page.getByRole('button', { name: /^(Se connecter|Sign in)$/ }).click();
    await page.waitForURL((url) => url.pathname === begin);
    if (begin === '/home') {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await scriptsAreThere(page);
      await page.getByRole('link', { name: 'Patients', exact: true }).click();
    }
    await page.getByRole('searchbox').fill('durand');
    await page
      .getByRole('link', { name: /DURAND/ })
      .first()
      .click();
    await page.waitForURL(/\/summary$/);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await scriptsAreThere(page);
    return { atSignIn, total: kilobytes() };
  } finally {
    await context.close();
  }
}

/** No script came for a while; the lists of a start page may go on being read. */
async function scriptsAreThere(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      performance.now() -
        Math.max(
          0,
          ...performance
            .getEntriesByType('resource')
            .filter((e) => (e as PerformanceResourceTiming).initiatorType === 'script')
            .map((e) => (e as PerformanceResourceTiming).responseEnd),
        ) >
      1500,
  );
}
