import { expect, expectAccessible, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

test('that there is no allergy is an answer, which an allergy ends; the allergy is refuted for a reason', async ({
  signedInPage,
  patient,
}) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, 'allergies');
  await page.getByRole('button', { name: 'Aucune allergie connue' }).click();
  await page.getByRole('button', { name: 'Noter l’absence d’allergie' }).click();
  await expect(page.getByText('Absence d’allergie connue notée.')).toBeVisible();
  await expect(page.getByText(/l’absence a été recherchée et notée/)).toBeVisible();

  await page.getByRole('button', { name: 'Ajouter une allergie' }).press('Enter');
  await expect(page.getByText(/ne sera plus affiché/)).toBeVisible();
  await page.keyboard.type('Fraises du jardin');
  await expect(page.getByText('Aucun code trouvé').first()).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const row = page.getByRole('row', { name: /Fraises du jardin/ });
  await expect(row).toContainText('Non confirmée');
  await expect(page.getByText(/l’absence a été recherchée et notée/)).toBeHidden();

  await page.getByRole('button', { name: 'Actions : Fraises du jardin' }).click();
  await page.getByRole('menuitem', { name: 'Modifier…' }).click();
  await page.getByRole('textbox', { name: 'Réaction observée' }).fill('Urticaire');
  await page.getByRole('button', { name: 'Ajouter une réaction' }).click();
  await page.getByRole('textbox', { name: 'Réaction observée' }).nth(1).fill('Toux');
  await page.keyboard.press('Control+Enter');
  await expect(row).toContainText('Urticaire, Toux');

  // by the keyboard alone: the menu is of a cell, and its arrows are its own
  await page.getByRole('button', { name: 'Actions : Fraises du jardin' }).press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Modifier…' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Écarter…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Motif' })).toBeFocused();
  await page.keyboard.type('est de réintroduction négatif');
  await page.keyboard.press('Home');
  await page.keyboard.type('T');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Écarter l’allergie' }).click();
  await expect(row).toBeHidden();
  await page.getByRole('link', { name: /Passées ou écartées/ }).click();
  await expect(row).toContainText('Test de réintroduction négatif');
});

test('a problem is resolved and reopened', async ({ signedInPage, patient, fhir }) => {
  await fhir.create({
    resourceType: 'Condition',
    subject: { reference: `Patient/${patient.id}` },
    code: { text: 'Angine à répétition' },
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
  });
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, 'problems');
  const row = page.getByRole('row', { name: /Angine à répétition/ });
  const choose = async (action: string) => {
    await page.getByRole('button', { name: 'Actions : Angine à répétition' }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };
  await choose('Résolu…');
  await page.getByRole('textbox', { name: /^Résolu depuis/ }).fill('2024');
  await page.getByRole('button', { name: 'Marquer comme résolu' }).click();
  await expect(row).toBeHidden();
  await page.getByRole('link', { name: /Antécédents/ }).click();
  await expect(row).toContainText('2024');
  await choose('Rouvrir…');
  await page.getByRole('textbox', { name: 'Motif' }).fill('Nouvel épisode');
  await page.getByRole('button', { name: 'Rouvrir' }).click();
  await expect(row).toBeHidden();
});

test('a vaccination that is told and an operation are added, changed, and struck out for a reason', async ({
  signedInPage,
  patient,
}) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, 'immunizations');
  await page.getByRole('button', { name: 'Ajouter une vaccination' }).press('Enter');
  await page.getByRole('combobox', { name: 'Vaccin' }).fill('Vaccin de l’enfance');
  // the list of codes lies over what is below it until the field is left
  await page.keyboard.press('Tab');
  await page.getByRole('radio', { name: 'Dire du patient' }).check();
  await page.getByLabel(/^Date/).fill('1990');
  await page.keyboard.press('Control+Enter');
  const vaccination = page.getByRole('row', { name: /Vaccin de l’enfance/ });
  await expect(vaccination).toContainText('Déclarée');
  await expect(vaccination).toContainText('1990');

  await openChart(page, patient.id, 'procedures');
  await page.getByRole('button', { name: 'Ajouter une intervention' }).press('Enter');
  await page.getByRole('combobox', { name: 'Intervention ou acte' }).fill('Opération du genou');
  await page.keyboard.press('Control+Enter');
  const operation = page.getByRole('row', { name: /Opération du genou/ });
  await expect(operation).toContainText('Dit par le patient');
  await page.getByRole('button', { name: 'Actions : Opération du genou' }).click();
  await page.getByRole('menuitem', { name: 'Barrer (saisie erronée)…' }).click();
  await page.getByRole('textbox', { name: 'Motif' }).fill('Autre patient');
  await page.getByRole('button', { name: 'Barrer' }).click();
  await expect(operation).toBeHidden();
});

test('what a person once had is noted as that, apart from what stands', async ({ signedInPage, patient }) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, 'problems');
  await page.getByRole('button', { name: 'Ajouter un problème' }).press('Enter');
  await expect(page.getByRole('combobox', { name: 'Problème ou diagnostic' })).toBeFocused();
  await page.keyboard.type('Ulcère du grand-père');
  await expect(page.getByText('Aucun code trouvé').first()).toBeVisible();
  await page.getByRole('radio', { name: 'Antécédent (terminé)' }).check();
  await page.getByRole('textbox', { name: /^Début/ }).fill('1998');
  await page.getByRole('textbox', { name: /^Fin/ }).fill('1997');
  await page.keyboard.press('Control+Enter');
  const end = page.getByRole('textbox', { name: /^Fin/ });
  await expect(end).toHaveAttribute('aria-invalid', 'true');
  await end.fill('06/1998');
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Antécédent enregistré : il est dans « Antécédents ».')).toBeVisible();
  await expect(page.getByRole('row', { name: /Ulcère du grand-père/ })).toBeHidden();
  await page.getByRole('link', { name: /^Antécédents/ }).click();
  await expect(page.getByRole('row', { name: /Ulcère du grand-père/ })).toContainText('06/1998');
});
