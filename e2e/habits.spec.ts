import type { Patient } from '@medplum/fhirtypes';
import { expect, expectAccessible, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

test('tobacco is asked, noted, changed, struck out; what nobody asked is no "never"', async ({
  signedInPage,
  patient,
}) => {
  const page = await signedInPage('nurse');
  await openChart(page, patient.id, 'habits');
  await expect(page.getByText('Tabac : non demandé')).toBeVisible();
  await page.getByRole('button', { name: 'Noter : Tabac' }).click();
  await page.getByRole('radio', { name: 'Fume tous les jours' }).check();
  await page.getByRole('textbox', { name: /^Cigarettes par jour/ }).fill('dix');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('textbox', { name: /^Cigarettes par jour/ })).toHaveAttribute(
    'aria-invalid',
    'true',
  );
  await page.getByRole('textbox', { name: /^Cigarettes par jour/ }).fill('10');
  await page.getByRole('textbox', { name: /^Paquets-années/ }).fill('12,5');
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  const row = page.getByRole('row', { name: /Tabac/ });
  await expect(row).toContainText('Fume tous les jours');
  await expect(row).toContainText('10 cigarettes/j · 12,5 paquets-années');
  await expect(page.getByText('Tabac : non demandé')).toBeHidden();

  await page.getByRole('button', { name: 'Actions : Tabac' }).click();
  await page.getByRole('menuitem', { name: 'Modifier…' }).click();
  await page.getByRole('radio', { name: 'A arrêté de fumer' }).check();
  await page.getByRole('textbox', { name: /^Arrêt/ }).fill('2019');
  await page.keyboard.press('Control+Enter');
  await expect(row).toContainText('12,5 paquets-années · arrêt : 2019');

  await page.getByRole('button', { name: 'Actions : Tabac' }).click();
  await page.getByRole('menuitem', { name: 'Historique…' }).click();
  await expect(page.getByRole('dialog')).toContainText('Fume tous les jours');
  await page.getByRole('button', { name: 'Fermer' }).last().click();

  await page.getByRole('button', { name: 'Actions : Tabac' }).click();
  await page.getByRole('menuitem', { name: /^Barrer/ }).click();
  await page.getByRole('textbox', { name: 'Motif' }).fill('autre patient');
  await page.getByRole('button', { name: 'Barrer' }).click();
  await expect(page.getByText('Tabac : réponse barrée')).toBeVisible();
});

test('a pregnancy is noted with its term, and counts its weeks', async ({ signedInPage, patient, fhir }) => {
  const was = (await fhir.read(`Patient/${patient.id}`)) as Patient;
  await fhir.update({ ...was, id: patient.id, gender: 'female', birthDate: '1996-03-04' });
  const due = new Date(Date.now() + 77 * 86_400_000).toLocaleDateString('fr-FR');
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, 'habits');
  await page.getByRole('button', { name: 'Noter : Grossesse' }).click();
  await page.getByRole('radio', { name: 'Enceinte', exact: true }).check();
  await page.getByRole('textbox', { name: /^Terme prévu/ }).fill('01/01/2099');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Cette date est plus loin qu’une grossesse ne dure.').first()).toBeVisible();
  await page.getByRole('textbox', { name: /^Terme prévu/ }).fill(due);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('row', { name: /Grossesse/ })).toContainText(/30 SA \+ 0 j/);
});
