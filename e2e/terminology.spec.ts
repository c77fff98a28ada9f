import { expect, expectAccessible, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

/** Nothing is called so, shipped or coded; every run has its own, and takes it away again. */
const newShortForm = () => `zq${Date.now().toString(36).slice(-6)}`;

test('who keeps the terminologies begins with what is loaded, and follows a code to what it belongs to', async ({
  signedInPage,
}) => {
  const page = await signedInPage('data-manager');
  await page.goto('/');
  await page.getByRole('link', { name: 'Versions', exact: true }).click();
  await expect(page).toHaveURL(/\/terminology$/);
  const cim10 = page.getByRole('row').filter({ hasText: 'CIM-10' });
  await expect(cim10).toContainText('Échantillon');
  await expect(cim10).toContainText('Recherche immédiate');
  await expect(page.getByText('CPT n’est jamais chargée ici')).toBeVisible();
  await page.getByRole('link', { name: 'Codes', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Mots, abréviation ou code' }).fill('ess hyperten');
  await page.getByRole('link', { name: /I10$/ }).click();
  await expect(page).toHaveURL(/code=I10/);
  const detail = page.getByRole('region', { name: /Hypertension/ });
  await expect(detail).toContainText('HTA');
  await expect(detail).toContainText(/Problème utilisé/);
  await expectAccessible(page, 'a code');
  // the address is enough
  await page.reload();
  await expect(detail).toContainText('HTA');
  await detail.getByRole('link', { name: /SNOMED CT/ }).click();
  await expect(page).toHaveURL(/snomed/);
  await page.goBack();
  await expect(detail).toContainText('HTA');
});

test('an abbreviation of the hospital finds its code in a doctor’s form; words without a code come on the list', async ({
  signedInPage,
  patient,
}) => {
  const short = newShortForm();
  const keeper = await signedInPage('data-manager');
  await keeper.goto('/terminology/abbreviations');
  await keeper.getByRole('button', { name: 'Ajouter une abréviation' }).click();
  const dialog = keeper.getByRole('dialog', { name: 'Nouvelle abréviation' });
  await dialog.getByRole('textbox', { name: 'Abréviation' }).fill(short);
  await dialog.getByRole('textbox', { name: 'En toutes lettres' }).fill('Essai de la tension');
  await dialog.getByRole('textbox', { name: 'Codes CIM-10' }).fill('i10');
  await expect(dialog.getByText('Hypertension')).toBeVisible();
  await expectAccessible(keeper, 'a new abbreviation');
  await dialog.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(keeper.getByText(`« ${short} » est enregistrée.`).first()).toBeVisible();

  const doctor = await signedInPage('doctor');
  await openChart(doctor, patient.id, 'problems');
  await doctor.getByRole('button', { name: 'Ajouter un problème' }).click();
  const field = doctor.getByRole('combobox', { name: 'Problème ou diagnostic' });
  await field.fill(short);
  const line = doctor.getByRole('option', { name: /I10/ }).first();
  await expect(line).toContainText('Essai de la tension');
  // words that nobody else writes, and no code for them
  const words = `Douleur de ${short}`;
  await field.fill(words);
  await field.press('Escape'); // the list alone
  await field.press('Tab');
  await expect(doctor.getByText('Ces mots seront enregistrés sans code.')).toBeVisible();
  await doctor.getByRole('button', { name: 'Enregistrer le problème' }).click();
  await expect(doctor.getByRole('row', { name: new RegExp(words) })).toBeVisible();

  await keeper.goto('/terminology/uncoded');
  const uncoded = keeper.getByRole('row').filter({ hasText: words });
  await expect(uncoded).toContainText('Problème');
  await expect(keeper.getByRole('main')).not.toContainText(patient.family);

  await keeper.goto(`/terminology/abbreviations?filter=${short}`);
  await keeper.getByRole('button', { name: `Retirer ${short}` }).click();
  await expect(keeper.getByText(`« ${short} » est retirée.`)).toBeVisible();
  await expect(keeper.getByRole('button', { name: `Annuler : ${short} comme avant` })).toBeFocused();
});

test('a favourite of a service is kept, taken away and had back', async ({ signedInPage }) => {
  const page = await signedInPage('data-manager');
  await page.goto('/terminology/favourites');
  // a choice made before the page has its scripts is not heard
  await expect(async () => {
    await page
      .getByRole('combobox', { name: 'Service' })
      .selectOption({ label: 'Service d’oncologie médicale' });
    await expect(page).toHaveURL(/service=/, { timeout: 2_000 });
  }).toPass();
  const field = page.getByRole('combobox', { name: 'Code à ajouter' });
  await field.fill('I10');
  await page.getByRole('option', { name: /I10/ }).first().click();
  await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: 'I10' });
  await expect(row).toBeVisible();
  await expectAccessible(page, 'favourites of a service');
  const remove = page.getByRole('button', { name: /^Retirer Hypertension/ });
  await remove.click();
  await expect(row).toHaveCount(0);
  await page.getByRole('button', { name: /^Annuler\s: Hypertension/ }).click();
  await expect(row).toBeVisible();
  await remove.click();
  await expect(row).toHaveCount(0);
});

test('the pages are closed to everybody else', async ({ signedInPage }) => {
  const page = await signedInPage('doctor');
  for (const place of ['', '/search', '/abbreviations', '/favourites', '/uncoded']) {
    await page.goto(`/terminology${place}`);
    await expect(page.getByRole('alert').filter({ hasText: 'Accès' })).toBeVisible();
  }
});
