import { expect, test } from './fixtures.ts';
import { banner, openChart, sectionLinks } from './pages/chart.ts';

test('without a connection the chart stays, a click waits, and goes on when the connection is back', async ({
  signedInPage,
  patient,
}) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, 'summary');
  await page.context().setOffline(true);
  const strip = page.getByRole('alert').filter({ hasText: 'Plus de connexion' });
  await expect(strip).toBeVisible();
  const link = sectionLinks(page).getByRole('link', { name: 'Problèmes' });
  await link.click();
  // the click was taken, and waits
  await expect(link.locator('[data-pending=true]')).toBeVisible();
  // neither the browser's page nor an empty one
  await expect(banner(page)).toContainText(patient.family.toUpperCase());
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.context().setOffline(false);
  await expect(page).toHaveURL(/\/problems$/);
  await expect(strip).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1, name: 'Problèmes' })).toBeVisible();
});

test('a save without a connection waits, says so, and goes once', async ({ signedInPage, patient, fhir }) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, 'vitals');
  await page.getByRole('button', { name: 'Saisir des constantes' }).click();
  await page.getByRole('textbox', { name: /^Fréquence cardiaque/ }).fill('72');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await expect(page.getByText('1 enregistrement attend')).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText('1 enregistrement attend')).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: /^Fréquence cardiaque/ })).toHaveCount(0);
  const { entry = [] } = await fhir.search(`Observation?patient=${patient.id}&code=8867-4`);
  expect(entry).toHaveLength(1);
});

test('a gateway that does not reach the application is no connection: the chart stays, clicks and saves wait', async ({
  signedInPage,
  patient,
  fhir,
}) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, 'vitals');
  await page.getByRole('button', { name: 'Saisir des constantes' }).click();
  await page.getByRole('textbox', { name: /^Fréquence cardiaque/ }).fill('73');
  await page.route('**/*', (route) =>
    route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>502 Bad Gateway</h1>' }),
  );
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  const strip = page.getByRole('alert').filter({ hasText: 'Plus de connexion' });
  await expect(strip).toContainText('1 enregistrement attend');
  const link = sectionLinks(page).getByRole('link', { name: 'Problèmes' });
  await link.click();
  // its frame may have been there already: then that waits
  const waiting = page.getByRole('region', { name: 'Chargement…' });
  await expect(link.locator('[data-pending=true]').or(waiting).first()).toBeVisible();
  await expect(banner(page)).toContainText(patient.family.toUpperCase());
  // the save goes first and closes its form; the page that was asked for before still comes
  const saved = Promise.withResolvers<void>();
  await page.route(
    (url) => url.searchParams.has('_rsc'),
    (route) => saved.promise.then(() => route.continue()),
  );
  await page.unroute('**/*');
  await expect(page.getByRole('textbox', { name: /^Fréquence cardiaque/ })).toHaveCount(0);
  await expect
    .poll(async () => (await fhir.search(`Observation?patient=${patient.id}&code=8867-4`)).entry?.length)
    .toBe(1);
  saved.resolve();
  await expect(strip).toHaveCount(0);
  await expect(page).toHaveURL(/\/problems/);
});
