import { expect, expectAccessible, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

test('that there is no family history is an answer; a relative is added, changed, and each change stays readable', async ({
  signedInPage,
  patient,
}) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, 'family');
  await expect(page.getByText(/Ce n’est pas la même chose qu’une absence/)).toBeVisible();
  await page.getByRole('button', { name: 'Aucun antécédent familial connu' }).click();
  await expect(page.getByRole('alertdialog')).toContainText(patient.family.toUpperCase());
  await page.getByRole('button', { name: 'Noter l’absence d’antécédent' }).click();
  await expect(page.getByText(/l’absence a été recherchée et notée/)).toBeVisible();

  await page.getByRole('button', { name: 'Ajouter un antécédent familial' }).press('Enter');
  await page.getByLabel('Lien de parenté').selectOption('Mère');
  await page.getByRole('combobox', { name: 'Maladie' }).fill('Glaucome familial');
  await page.getByRole('textbox', { name: 'Âge au début' }).fill('52');
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  const row = page.getByRole('row', { name: /Mère/ });
  await expect(row).toContainText('Glaucome familial');
  await expect(row).toContainText('52');

  await page.getByRole('button', { name: 'Actions : Mère' }).click();
  await page.getByRole('menuitem', { name: 'Modifier…' }).click();
  await page.getByRole('textbox', { name: 'Âge au début' }).fill('58');
  await page.keyboard.press('Control+Enter');
  await expect(row).toContainText('58');
  await page.getByRole('button', { name: 'Actions : Mère' }).click();
  await page.getByRole('menuitem', { name: 'Historique…' }).click();
  const history = page.getByRole('dialog');
  await expect(history.getByRole('listitem')).toHaveCount(2);
  await expect(history.locator('del')).toContainText('52');
});
