import { accountOf } from './accounts.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

/** What staff write down for a patient is obeyed on the next request, and can be given again. */
test('a refusal written down by the secretary closes the chart to those it names, and opens it again', async ({
  signedInPage,
  patient,
}) => {
  const secretary = await signedInPage('secretary');
  await secretary.goto(`/patients/${patient.id}/consents`);
  await expect(secretary.getByRole('heading', { level: 1, name: 'Consentements' })).toBeVisible();
  const doctor = await signedInPage('doctor');
  await doctor.goto(`/patients/${patient.id}/summary`);
  await expect(doctor.getByRole('heading', { level: 1, name: 'Synthèse' })).toBeVisible();

  await secretary.getByRole('button', { name: /^Ajouter un professionnel/ }).click();
  const dialog = secretary.getByRole('dialog');
  await expectAccessible(secretary, 'objection');
  await dialog
    .getByRole('combobox')
    .or(dialog.getByRole('searchbox'))
    .or(dialog.getByRole('textbox'))
    .first()
    .fill(accountOf('doctor').family);
  await dialog
    .getByText(new RegExp(accountOf('doctor').family))
    .first()
    .click();
  await dialog.getByRole('button', { name: /^Enregistrer/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(
    secretary
      .getByRole('main')
      .getByText(new RegExp(accountOf('doctor').family))
      .first(),
  ).toBeVisible();

  await doctor.goto(`/patients/${patient.id}/summary`);
  await expect(doctor.getByRole('heading', { name: 'Dossier fermé' })).toBeVisible();
  await expect(
    doctor.getByText('Ce patient s’est opposé à ce que vous consultiez son dossier.'),
  ).toBeVisible();
  await expect(doctor.getByRole('button', { name: /urgence/i })).toHaveCount(0);

  await secretary
    .getByRole('button', { name: new RegExp(`^Retirer .*${accountOf('doctor').family}`) })
    .click();
  const question = secretary.getByRole('alertdialog').or(secretary.getByRole('dialog'));
  await expectAccessible(secretary, 'question before an objection is taken back');
  await question.getByRole('button', { name: 'Lever l’opposition' }).click();
  await expect(secretary.getByText('Aucun professionnel n’est écarté.')).toBeVisible();
  await expect(
    secretary
      .getByRole('grid', { name: 'Historique' })
      .getByRole('row')
      .filter({ hasText: accountOf('doctor').family })
      .first(),
  ).toContainText(accountOf('secretary').family);
  await doctor.goto(`/patients/${patient.id}/summary`);
  await expect(doctor.getByRole('heading', { level: 1, name: 'Synthèse' })).toBeVisible();
});

test('a choice is refused and given again, dated, and its history stays', async ({
  signedInPage,
  patient,
}) => {
  const page = await signedInPage('secretary');
  await page.goto(`/patients/${patient.id}/consents`);
  const choice = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Recherche' }) });
  const rows = page
    .getByRole('grid', { name: 'Historique' })
    .getByRole('row')
    .filter({ hasText: 'Recherche' });
  await expect(choice).toContainText('Rien d’enregistré');
  await choice.getByRole('button', { name: 'Refuser : Recherche' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Jusqu’au').fill('2001-01-01');
  await dialog.getByRole('button', { name: 'Enregistrer le refus' }).click();
  await expect(dialog.getByText('La date de fin précède le début.').first()).toBeVisible();
  await dialog.getByLabel('Jusqu’au').fill('');
  await dialog.getByRole('button', { name: 'Enregistrer le refus' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(choice).toContainText('Refusé');
  await choice.getByRole('button', { name: 'Accepter : Recherche' }).click();
  await dialog.getByRole('button', { name: 'Enregistrer l’accord' }).click();
  await expect(choice).toContainText('Accepté');
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: 'en vigueur' })).toContainText('accepté');
  await expect(rows.filter({ hasText: 'remplacé' })).toContainText('refusé');
});
