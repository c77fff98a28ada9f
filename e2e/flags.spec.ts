import { expect, expectAccessible, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

test('an isolation is added, shown in the banner, changed, and ended for a reason', async ({
  signedInPage,
  patient,
}) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, 'flags');
  await expect(page.getByText(/pas la même chose qu’une absence de précaution/)).toBeVisible();
  await page.getByRole('button', { name: 'Ajouter une alerte' }).press('Enter');
  await page.getByLabel('Type d’alerte').selectOption('Isolement contact');
  await page.getByRole('textbox', { name: 'Précision' }).fill('BMR');
  await page.getByRole('textbox', { name: 'Motif' }).fill('Prélèvement positif');
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  const row = page.getByRole('row', { name: /Isolement contact : BMR/ });
  await expect(row).toContainText('Prélèvement positif');
  await expect(page.getByRole('paragraph').filter({ hasText: 'Isolement contact : BMR' })).toBeVisible();

  const actions = page.getByRole('button', { name: /^Actions : Isolement contact/ });
  await actions.click();
  await page.getByRole('menuitem', { name: 'Modifier…' }).click();
  await page.getByRole('textbox', { name: 'Précision' }).fill('BHRe');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('row', { name: /Isolement contact : BHRe/ })).toBeVisible();

  await actions.click();
  await page.getByRole('menuitem', { name: 'Lever…' }).click();
  await expect(page.getByRole('alertdialog')).toContainText(patient.family, { ignoreCase: true });
  await page.getByRole('textbox', { name: 'Motif' }).fill('Trois prélèvements négatifs');
  await page.getByRole('button', { name: 'Lever l’alerte' }).click();
  await expect(page.getByText(/pas la même chose qu’une absence de précaution/)).toBeVisible();
  await page.goto(`/patients/${patient.id}/flags?view=past`);
  await expect(page.getByRole('row', { name: /Isolement contact : BHRe/ })).toContainText(
    'Trois prélèvements négatifs',
  );
});

test('a nurse adds isolation and falls, and no limitation of treatment', async ({
  signedInPage,
  patient,
  fhir,
}) => {
  await fhir.create({
    resourceType: 'Flag',
    status: 'active',
    subject: { reference: `Patient/${patient.id}` },
    code: { text: 'Limitation des traitements' },
  });
  const page = await signedInPage('nurse');
  await openChart(page, patient.id, 'flags');
  await page.getByRole('button', { name: 'Actions : Limitation des traitements' }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['Historique…']);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Ajouter une alerte' }).press('Enter');
  await expect(page.getByLabel('Type d’alerte').getByRole('option')).toHaveText([
    '',
    'Isolement contact',
    'Isolement gouttelettes',
    'Isolement air',
    'Isolement protecteur',
    'Risque de chute',
  ]);
});
