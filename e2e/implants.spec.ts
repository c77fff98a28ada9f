import { expect, expectAccessible, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

test('an implant is scanned, changed to removed, and struck out; "not known" is not "safe"', async ({
  signedInPage,
  patient,
}) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, 'implants');
  await expect(page.getByText(/à demander avant une IRM/)).toBeVisible();
  await page.getByRole('button', { name: 'Ajouter un implant' }).press('Enter');
  await page.getByLabel('Type d’implant').selectOption('Stimulateur cardiaque');
  await page.getByRole('textbox', { name: /^Posé/ }).fill('05/2019');
  const udi = page.getByRole('textbox', { name: 'Identifiant unique (IUD)' });
  await udi.fill('(01)00844588003289(21)S1');
  await page.keyboard.press('Control+Enter');
  await expect(udi).toHaveAttribute('aria-invalid', 'true');
  await udi.fill('(01)00844588003288(17)141120(10)7654321D(21)10987654d321');
  await expect(page.getByText(/GTIN 00844588003288 · n° de série 10987654d321/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  const row = page.getByRole('row', { name: /Stimulateur cardiaque/ });
  await expect(row).toContainText('IRM : non connu');
  await expect(row).toContainText('n° de série 10987654d321 · lot 7654321D');

  await page.getByRole('button', { name: 'Actions : Stimulateur cardiaque' }).click();
  await page.getByRole('menuitem', { name: 'Modifier…' }).click();
  await page.getByRole('radio', { name: 'Retiré' }).check();
  await page.getByRole('textbox', { name: /^Retiré/ }).fill('2024');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('link', { name: /^Retirés/ }).click();
  await expect(row).toContainText('2024');

  await page.getByRole('button', { name: 'Actions : Stimulateur cardiaque' }).click();
  await page.getByRole('menuitem', { name: /^Barrer/ }).click();
  await page.getByRole('textbox', { name: 'Motif' }).fill('autre patient');
  await page.getByRole('button', { name: 'Barrer' }).click();
  await expect(page.getByText('Aucun implant retiré.')).toBeVisible();
});
