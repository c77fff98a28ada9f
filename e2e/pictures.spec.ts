import type { Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { accountOf } from './accounts.ts';
import { expect, test } from './fixtures.ts';
import { long } from './long.ts';
import { openChart } from './pages/chart.ts';
import { emergencyDialog } from './pages/emergency.ts';
import { expectImage, expectViewerImages } from './pages/imaging.ts';
import { openSearch, result, searchField } from './pages/patients.ts';

// The pictures of the README: PICTURES=1 npm run e2e -- --project=pictures, against a freshly seeded demo. Otherwise they are
// long tests, which leave the README's as they are.
const folder = path.resolve(
  import.meta.dirname,
  process.env['PICTURES'] ? '../docs/pictures' : '../test-results/pictures',
);
const demo = (accountOf('patient').fhirUser ?? '').replace('Patient/', '');
const viewport = { width: 1440, height: 900 };
const picture = (name: string) =>
  ({ path: path.join(folder, `${name}.jpg`), type: 'jpeg', quality: 80, animations: 'disabled' }) as const;

/** Everything is there: what is loaded, the live connection, the letters. */
async function atRest(page: Page) {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await expect(page.getByText('En direct', { exact: true })).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
}

test.beforeAll(() => mkdirSync(folder, { recursive: true }));

for (const colorScheme of ['light', 'dark'] as const) {
  test(`summary, ${colorScheme}`, long(`summary, ${colorScheme}`), async ({ signedInPage }) => {
    const page = await signedInPage('doctor', { viewport, colorScheme });
    await openChart(page, demo);
    await atRest(page);
    await page.screenshot(picture(colorScheme === 'light' ? 'summary' : 'summary-dark'));
  });
}

test('search', long('search'), async ({ signedInPage }) => {
  const page = await signedInPage('doctor', { viewport });
  await openSearch(page);
  await searchField(page).fill('mar cl');
  await expect(result(page, /MARTIN/i).first()).toBeVisible();
  await page.screenshot(picture('search'));
});

test('registration', long('registration'), async ({ signedInPage }) => {
  const page = await signedInPage('secretary', { viewport });
  await page.goto('/identities/new');
  await page.getByRole('textbox', { name: 'Nom de naissance', exact: true }).fill('Rousselle');
  await page.getByRole('textbox', { name: 'Premier prénom de naissance', exact: true }).fill('Colette');
  await page.getByRole('textbox', { name: 'Date de naissance', exact: true }).fill('09/04/1942');
  await expect(page.getByText('Très probablement la même personne')).toBeVisible();
  await page.screenshot(picture('registration'));
});

test('merge', long('merge'), async ({ signedInPage }) => {
  const page = await signedInPage('secretary', { viewport });
  await page.goto('/identities');
  await page
    .getByRole('listitem')
    .filter({ hasText: 'BRUNET' })
    .first()
    .getByRole('link', { name: /^Comparer et fusionner/ })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Fusionner deux dossiers' })).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.screenshot(picture('merge'));
});

for (const section of ['results', 'vitals'] as const) {
  test(section, long(section), async ({ signedInPage }) => {
    const page = await signedInPage('doctor', { viewport });
    await openChart(page, demo, section);
    await atRest(page);
    await page.screenshot(picture(section));
  });
}

test(
  'images in the chart and in the viewer',
  long('images in the chart and in the viewer'),
  async ({ signedInPage }) => {
    test.setTimeout(240_000);
    const page = await signedInPage('radiologist', { viewport, colorScheme: 'dark' });
    await openChart(page, demo, 'imaging');
    const card = page.getByRole('listitem').filter({ hasText: 'Scanner thoracique' }).first();
    await card.getByRole('button', { name: /^Aperçu/ }).click();
    await expectImage(page);
    await page.screenshot(picture('imaging'));
    await card.getByRole('link', { name: /visionneuse/i }).click();
    await expectViewerImages(page);
    await page.getByRole('button', { name: 'Coupes multiplanaires' }).click();
    await expectViewerImages(page, 3);
    await page.screenshot(picture('viewer'));
  },
);

test(
  'a closed chart and what opens it in an emergency',
  long('a closed chart and what opens it in an emergency'),
  async ({ signedInPage }) => {
    const page = await signedInPage('doctor', { viewport });
    await page.goto(`/patients/${(accountOf('patient2').fhirUser ?? '').replace('Patient/', '')}/summary`);
    await (
      await emergencyDialog(page)
    )
      .getByRole('textbox')
      .fill('Patiente inconsciente aux urgences, antécédents et allergies inconnus.');
    await page.screenshot(picture('emergency'));
  },
);

test('the agenda and a booking', long('the agenda and a booking'), async ({ signedInPage }) => {
  const page = await signedInPage('secretary', { viewport });
  // a working day, whatever today is
  let ahead = 1;
  const dayAhead = () => new Date(Date.now() + ahead * 86_400_000);
  while ([0, 6].includes(dayAhead().getUTCDay())) ahead += 1;
  await page.goto(`/agenda?from=${dayAhead().toISOString().slice(0, 10)}&where=all`);
  await expect(page.getByText(/Fermé de/).first()).toBeAttached();
  await page.screenshot(picture('agenda'));
  await page.goto(`/agenda/new?patient=${demo}&kind=cardio-echo`);
  const places = page.getByRole('region', { name: 'Créneaux libres' });
  await expect(places.getByRole('button').first()).toBeVisible();
  await page.screenshot(picture('booking'));
});

test('the audit trail', long('the audit trail'), async ({ signedInPage }) => {
  await openChart(await signedInPage('doctor'), demo, 'results');
  const page = await signedInPage('dpo', { viewport });
  await page.goto(`/audit?patient=${demo}`);
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  await page.getByRole('rowheader').first().getByRole('link').click();
  await expect(page.getByRole('complementary', { name: /^Trace n°/ })).toBeVisible();
  await page.screenshot(picture('audit'));
});
