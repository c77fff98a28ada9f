import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

declare global {
  interface Window {
    /** The line of the open chart: cut, and not there again before it is given back. */
    line: { cut(): void; giveBack(): void };
  }
}

/** For the next page it opens. */
const withLine = (page: Page) =>
  page.addInitScript(() => {
    const real = window.fetch;
    let cutter = new AbortController(),
      isDown = false;
    window.line = {
      cut: () => {
        isDown = true;
        cutter.abort();
        cutter = new AbortController();
      },
      giveBack: () => {
        isDown = false;
      },
    };
    window.fetch = (input, init) => {
      if (typeof input !== 'string' || !input.includes('/trpc/live.chart')) return real(input, init);
      if (isDown) return Promise.reject(new TypeError('the line is down'));
      const signals = [cutter.signal, ...(init?.signal ? [init.signal] : [])];
      return real(input, { ...init, signal: AbortSignal.any(signals) });
    };
  });

test('a chart whose line was down is told what it missed', async ({ signedInPage, patient, fhir }) => {
  const [page, colleague] = [await signedInPage('doctor'), await signedInPage('nurse')];
  const heartRate = (of: Page) => of.getByRole('button', { name: /^Fréquence cardiaque 71 \/min/ });
  await withLine(page);
  await openChart(page, patient.id, 'vitals');
  await openChart(colleague, patient.id, 'vitals');
  for (const one of [page, colleague]) await expect(one.getByText('En direct')).toBeVisible();
  const lastSeen: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/trpc/live.chart')) lastSeen.push(request.headers()['last-event-id'] ?? '');
  });
  await page.evaluate(() => window.line.cut());
  await expect(page.getByText('En direct')).toBeHidden();
  await fhir.create({
    resourceType: 'Observation',
    status: 'final',
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' },
        ],
      },
    ],
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }] },
    subject: { reference: patient.reference },
    effectiveDateTime: new Date(Date.now() - 60_000).toISOString(),
    valueQuantity: { value: 71, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
  });
  await expect(heartRate(colleague)).toBeVisible({ timeout: 30_000 });
  await expect(heartRate(page)).toBeHidden();
  await page.evaluate(() => window.line.giveBack());
  await expect(heartRate(page)).toBeVisible({ timeout: 60_000 });
  // said of a change that was told; where everything is fetched again nothing is said
  await expect(page.getByText('Le dossier vient d’être mis à jour : constantes.')).toBeAttached();
  expect(lastSeen).toHaveLength(1);
  expect(lastSeen[0]).toMatch(/^\d+$/);
});
