import { chromium } from '@playwright/test';
import { loadCrowd } from '../seed/crowd.ts';
import { connect, readSettings } from '../wire/connection.ts';
import { percentile, type BenchRow, type BenchStack } from './bench.ts';
import { callTrpc, signIn, timed } from './visitor.ts';

export const name = 'Patient search at 10,000 patients';

/** As people type: a common name letter by letter, two fragments in any order, used names, dates, numbers, nothing there. */
const typed = [
  'ma',
  'mar',
  'mart',
  'marti',
  'martin',
  'martin cla',
  'jean dup',
  'dupont',
  'bernard 1984',
  'lefevre',
  'LE GALL',
  'saint',
  'claude',
  'françois',
  '12/07/1984',
  '1984-07-12',
  '07/1984',
  'marie 03/1957',
  '800100001',
  'zzzzz',
  'nguyen thi',
  "d'alm",
  'noel',
];

export async function run(stack: BenchStack): Promise<BenchRow[]> {
  stack.note('loading 10,000 patients');
  await loadCrowd(connect(readSettings(stack.settings)), 10_000, (n) => {
    if (n % 2_500 === 0) stack.note(`${n} loaded`);
  });
  const doctor = await signIn(stack, 'medecin');
  stack.note('searching');
  const query = (i: number) => typed[i % typed.length] ?? '';
  const samples = await timed(typed.length * 8, typed.length, (i) =>
    callTrpc(stack, doctor, { 'patients.search': { query: query(i), limit: 20 } }),
  );
  const seen = await inBrowser(stack, doctor.headers['cookie'] ?? '');
  return [
    {
      name: 'patient search through the BFF, p50',
      value: percentile(samples, 0.5),
      unit: 'ms',
      target: '',
      ok: null,
    },
    {
      name: 'patient search through the BFF, p95',
      value: percentile(samples, 0.95),
      unit: 'ms',
      target: '< 50',
      ok: percentile(samples, 0.95) < 50,
    },
    {
      name: 'patient search from browser to browser, p95',
      value: percentile(seen, 0.95),
      unit: 'ms',
      target: '< 150',
      ok: percentile(seen, 0.95) < 150,
    },
  ];
}

/** The same calls as the page makes them, timed inside the page. */
async function inBrowser(
  { publicUrl, browser: executablePath }: BenchStack,
  cookie: string,
): Promise<number[]> {
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--headless=new', '--no-sandbox', '--disable-background-networking'],
  });
  try {
    const context = await browser.newContext();
    const [cookieName = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name: cookieName, value, url: publicUrl, httpOnly: true, sameSite: 'Lax' }]);
    const page = await context.newPage();
    await page.goto(`${publicUrl}/patients`);
    return await page.evaluate(async (queries) => {
      const samples: number[] = [];
      for (const query of [...queries, ...queries, ...queries]) {
        const began = performance.now();
        const response = await fetch('/trpc/patients.search?batch=1', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-keneya-request': '1' },
          body: JSON.stringify({ 0: { query, limit: 20 } }),
        });
        if (!response.ok) throw new Error(`/trpc answered ${response.status}`);
        await response.json();
        samples.push(performance.now() - began);
      }
      return samples.slice(queries.length);
    }, typed);
  } finally {
    await browser.close();
  }
}
