import { newPatient } from './fhir.ts';
import { expect, test } from './fixtures.ts';
import { emergencyDialog } from './pages/emergency.ts';
import { askDoctor, sayNeeded } from './pages/opinion.ts';

const reason = 'Patient inconscient amené par le SAMU, antécédents inconnus';

test('a review that was typed is there again after leaving, a reload, and in another session', async ({
  freshPage,
  signedInPage,
  newState,
  fhir,
  account: { username },
}) => {
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  const theirs = await freshPage({ storageState: await newState(username) });
  await theirs.goto(`/patients/${patient.id}/summary`);
  const dialog = await emergencyDialog(theirs);
  await dialog.getByRole('radio', { name: 'Transfert' }).check();
  await dialog.getByRole('textbox', { name: /^Motif/ }).fill(reason);
  await dialog.getByRole('button', { name: 'Ouvrir le dossier' }).click();
  await theirs.getByRole('button', { name: 'Terminer maintenant' }).click();
  await theirs
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Terminer/ })
    .click();
  await expect(theirs.getByRole('heading', { name: 'Dossier fermé' })).toBeVisible();

  const page = await signedInPage('dpo');
  await page.goto('/reviews');
  await page
    .getByRole('row')
    .filter({ hasText: patient.family.toUpperCase() })
    .getByRole('link')
    .first()
    .click();
  await askDoctor(page);
  const doctor = await signedInPage('doctor');
  await doctor.goto('/emergency');
  await sayNeeded(doctor, patient.family, 'Le transfert ne pouvait pas attendre.');
  const words = 'Un transfert tracé, le motif est bon.';
  await page.getByRole('radio', { name: /^Justifié, selon/ }).check();
  await page.getByRole('textbox', { name: 'Explication' }).fill(words);
  await expect(page.getByText(/[Bb]rouillon enregistré/)).toBeVisible();
  const address = page.url();
  for (const leave of [() => page.goto('/reviews').then(() => page.goto(address)), () => page.reload()]) {
    await leave();
    await expect(page.getByRole('textbox', { name: 'Explication' })).toHaveValue(words);
    await expect(page.getByRole('radio', { name: /^Justifié, selon/ })).toBeChecked();
  }
  const elsewhere = await freshPage({ storageState: await newState('dpo') });
  await elsewhere.goto(address);
  await expect(elsewhere.getByRole('textbox', { name: 'Explication' })).toHaveValue(words);
});

test('a vital emergency opens on one choice, and its text is asked for on every page until it is there', async ({
  freshPage,
  signedInPage,
  newState,
  fhir,
  account: { username, name },
}) => {
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  const page = await freshPage({ storageState: await newState(username) });
  await page.goto(`/patients/${patient.id}/consents`);
  const dialog = await emergencyDialog(page);
  await dialog.getByRole('radio', { name: 'Urgence vitale' }).check();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^encore \d+ minutes/)).toBeVisible();
  // nothing is offered that would be refused
  await expect(page.getByRole('heading', { name: 'Consentements' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Accepter|Refuser|Ajouter/ })).toHaveCount(0);
  const asked = page.getByRole('region', { name: 'Motif attendu' });
  await expect(asked).toBeVisible();
  await page.goto('/agenda');
  await expect(asked).toBeVisible();
  const officer = await signedInPage('dpo');
  await officer.goto('/reviews?view=all');
  const row = officer.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('motif attendu');
  await asked.getByRole('button', { name: /^Donner le motif/ }).click();
  await page.getByRole('textbox', { name: 'Motif' }).fill(reason);
  await page.keyboard.press('Control+Enter');
  await expect(asked).toHaveCount(0);
  await expect(row).not.toContainText('motif attendu');
});
