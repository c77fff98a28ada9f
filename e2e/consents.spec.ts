import { accountOf } from './accounts.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

/** What staff write down for a patient is obeyed on the next request, and can be given again. */
test('a refusal written down by the secretary closes the chart to those it names, and opens it again', async ({ signedInPage, patient }) => {
  const secretary = await signedInPage('secretary');
  await secretary.goto(`/patients/${patient.id}/consents`);
  await expect(secretary.getByRole('heading', { level: 1, name: 'Consentements' })).toBeVisible();
  const doctor = await signedInPage('doctor');
  await doctor.goto(`/patients/${patient.id}/summary`);
  await expect(doctor.getByRole('heading', { level: 1, name: 'Synthèse' })).toBeVisible();

  await secretary.getByRole('button', { name: /^Ajouter un professionnel/ }).click();
  const dialog = secretary.getByRole('dialog');
  await expectAccessible(secretary, 'objection');
  await dialog.getByRole('combobox').or(dialog.getByRole('searchbox')).or(dialog.getByRole('textbox')).first().fill(accountOf('doctor').family);
  await dialog.getByText(new RegExp(accountOf('doctor').family)).first().click();
  await dialog.getByRole('button', { name: /^Enregistrer/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(secretary.getByRole('main').getByText(new RegExp(accountOf('doctor').family)).first()).toBeVisible();

  await doctor.goto(`/patients/${patient.id}/summary`);
  await expect(doctor.getByRole('heading', { name: 'Dossier fermé' })).toBeVisible();
  await expect(doctor.getByText('Ce patient s’est opposé à ce que vous consultiez son dossier.')).toBeVisible();
  await expect(doctor.getByRole('button', { name: /urgence/i })).toHaveCount(0);
});
