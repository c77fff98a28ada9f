import type { Page } from '@playwright/test';
import { entrust, newPatient } from './fhir.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

const search = (page: Page) => page.getByRole('combobox', { name: 'Médicament, examen ou ligne entière' });
/** One line of the basket that is open, as a whole line is typed. */
async function line(page: Page, text = 'paracétamol 1 g PO x3/j 5 j', words = '3 fois par jour') {
  await search(page).fill(text);
  await expect(page.getByRole('listitem').filter({ hasText: words }).first()).toBeVisible();
  await search(page).press('Enter');
  await expect(page.getByRole('list', { name: 'Prescriptions à signer' }).getByRole('listitem')).toHaveCount(
    1,
  );
}
const listening = (page: Page) =>
  expect(page.getByRole('status', { name: 'Le dossier ouvert se met à jour tout seul.' })).toBeVisible();

async function order(page: Page, patientId: string, typed: [string, string] | [] = []) {
  await openChart(page, patientId, 'medications');
  await listening(page);
  await page.getByRole('button', { name: 'Prescrire', exact: true }).click();
  await expect(search(page)).toBeFocused();
  await line(page, ...typed);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^(Signé|Proposé) pour/)).toBeVisible();
}
const card = (page: Page, family: string) =>
  page.getByRole('region').filter({ has: page.getByRole('link', { name: new RegExp(family, 'i') }) });

test('what an interne orders is reread in one list, what a student orders waits to be validated there', async ({
  signedInPage,
  fhir,
}) => {
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  await entrust(fhir, patient.id, ['senior', 'interne', 'etudiant']);
  await order(await signedInPage('interne'), patient.id);
  await order(await signedInPage('etudiant'), patient.id, ['nfs urgent', 'Numération']);

  const senior = await signedInPage('senior');
  await senior.goto('/rereading');
  const own = card(senior, patient.family);
  await expect(own.getByText('À relire, agit déjà')).toBeVisible();
  await expect(own.getByText('À valider, n’agit pas encore')).toBeVisible();
  await expectAccessible(senior);
  await own.getByRole('button', { name: 'D’accord pour ce patient (1)' }).click();
  await expect(
    senior.getByRole('status').filter({ hasText: 'Relecture enregistrée.' }).first(),
  ).toBeVisible();
  await own.getByRole('button', { name: 'Valider…' }).click();
  await senior.getByRole('button', { name: 'Valider et signer' }).click();
  await expect(
    senior.getByRole('status').filter({ hasText: 'Validé : la prescription agit' }).first(),
  ).toBeVisible();
  await expect(own).toHaveCount(0);
});

test('a verbal order names the doctor, the emergency and that it was read back; that doctor alone signs it', async ({
  signedInPage,
  fhir,
}) => {
  const patient = await newPatient(fhir);
  const nurse = await signedInPage('nurse');
  await openChart(nurse, patient.id, 'orders');
  await listening(nurse);
  await nurse.getByRole('button', { name: 'Ordre verbal', exact: true }).click();
  const form = nurse.getByRole('form', { name: 'Ordre verbal' });
  await line(nurse);
  await form.getByRole('button', { name: /^Enregistrer 1 ordre verbal/ }).click();
  await expect(
    form.getByText('Un ordre verbal se relit au médecin avant d’être noté.').first(),
  ).toBeVisible();
  await form.getByRole('combobox', { name: 'Médecin qui l’a donné' }).fill('Moreau');
  await nurse.getByRole('option', { name: /Moreau/ }).click();
  await form.getByLabel('Donné', { exact: true }).selectOption('telephone');
  await form
    .getByLabel('L’urgence, et pourquoi il n’a pas pu écrire')
    .fill('Fièvre mal tolérée, médecin au bloc');
  await form.getByLabel('J’ai relu l’ordre au médecin, qui l’a confirmé').check();
  await expectAccessible(nurse);
  await form.getByRole('button', { name: /^Enregistrer 1 ordre verbal/ }).click();
  await expect(nurse.getByText(/Ordre verbal enregistré pour/)).toBeVisible();

  const doctor = await signedInPage('doctor');
  await doctor.goto('/rereading');
  const own = card(doctor, patient.family);
  await expect(own.getByText(/par téléphone de .*urgence : Fièvre mal tolérée/)).toBeVisible();
  await own.getByRole('button', { name: 'Signer' }).click();
  await expect(doctor.getByRole('status').filter({ hasText: 'Ordre verbal signé.' }).first()).toBeVisible();
  await expect(own).toHaveCount(0);
});
