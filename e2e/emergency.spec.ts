import type { Page } from '@playwright/test';
import { newPatient } from './fhir.ts';
import { emergencyDialog } from './pages/emergency.ts';
import { askDoctor, sayNeeded } from './pages/opinion.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { banner, sectionLinks } from './pages/chart.ts';

const reason = 'Patient inconscient amené par le SAMU, antécédents inconnus';
const dialog = (page: Page) => page.getByRole('dialog', { name: /^Accéder en urgence au dossier de/ });

async function breakTheGlass(page: Page) {
  await emergencyDialog(page);
  await dialog(page).getByRole('radio', { name: 'Urgence vitale' }).check();
  await dialog(page)
    .getByRole('textbox', { name: /^Motif/ })
    .fill(reason);
  await dialog(page).getByRole('button', { name: 'Ouvrir le dossier' }).click();
  await expect(dialog(page)).toHaveCount(0);
}

test('a chart of a stranger is closed and says why; an emergency opens it to read and record vital signs, and ends', async ({
  signedInPage,
  fhir,
}) => {
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  await fhir.create({
    resourceType: 'Condition',
    subject: { reference: patient.reference },
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
    code: { text: 'Asthme secret' },
  });
  const page = await signedInPage('doctor');
  await page.goto(`/patients/${patient.id}/summary`);
  await expect(banner(page)).toContainText(patient.family.toUpperCase());
  await expect(page.getByRole('heading', { name: 'Dossier fermé' })).toBeVisible();
  await expect(
    page.getByText('Ce patient n’est suivi ni par vous ni par votre service en ce moment.'),
  ).toBeVisible();
  await expect(page.getByText('Asthme secret')).toHaveCount(0);
  await expectAccessible(page, 'closed chart');

  await emergencyDialog(page);
  await expect(dialog(page)).toContainText(patient.family.toUpperCase());
  await dialog(page)
    .getByRole('textbox', { name: /^Motif/ })
    .fill('trop court');
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page)).toContainText(/20 caractères/);
  await expect(dialog(page).getByRole('textbox', { name: /^Motif/ })).toHaveValue('trop court');
  await expectAccessible(page, 'emergency dialog');
  await page.keyboard.press('Escape');
  await breakTheGlass(page);

  await expect(page.getByRole('main').getByText('Asthme secret')).toBeVisible();
  await expect(page.getByText(/^encore \d+ minutes/)).toBeVisible();
  await expectAccessible(page, 'chart under an emergency access');
  await page.getByRole('button', { name: 'Saisir des constantes' }).click();
  await page.getByRole('textbox', { name: /^Température/ }).fill('38,4');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^Constantes enregistrées pour /)).toBeVisible();
  await page.goto(`/patients/${patient.id}/vitals`);
  await page.getByRole('button', { name: /^Température 38,4/ }).click();
  await expect(page.getByRole('dialog')).toContainText('38,4');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Corriger' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Terminer maintenant' }).click();
  const confirm = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await confirm.getByRole('button', { name: /^Terminer/ }).click();
  await expect(page.getByRole('heading', { name: 'Dossier fermé' })).toBeVisible();
  await expect(page.getByText('Asthme secret')).toHaveCount(0);
  await expect(sectionLinks(page)).toHaveCount(0);
});

test('the officer is told at once, sees what was done, and judges it', async ({ signedInPage, fhir }) => {
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  const officer = await signedInPage('dpo');
  await officer.goto('/reviews');
  await expect(officer.getByRole('heading', { level: 1 })).toBeVisible();
  const page = await signedInPage('nurse');
  await page.goto(`/patients/${patient.id}/summary`);
  await breakTheGlass(page);
  await expect(officer.getByText(new RegExp(patient.family, 'i')).first()).toBeVisible(); // without a reload
  await page.getByRole('button', { name: 'Terminer maintenant' }).click();
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: /^Terminer/ })
    .click();
  await expect(page.getByRole('heading', { name: 'Dossier fermé' })).toBeVisible();

  await officer
    .getByRole('row', { name: new RegExp(patient.family, 'i') })
    .getByRole('link')
    .first()
    .click();
  await expect(officer.getByRole('main')).toContainText(reason);
  await expectAccessible(officer, 'review');
  await expect(officer.getByText('La relecture se conclut avec l’avis d’un médecin')).toBeVisible();
  await askDoctor(officer);
  const doctor = await signedInPage('doctor');
  await doctor.goto('/emergency');
  await expectAccessible(doctor, 'opinion that a doctor is asked for');
  await sayNeeded(doctor, patient.family, 'Patient inconscient, aucune autre voie.');
  await expect(officer.getByRole('radio', { name: /^Justifié, selon/ })).toBeChecked(); // without a reload
  await officer.getByRole('textbox', { name: 'Explication' }).fill('Urgence confirmée par le service.');
  await officer.getByRole('button', { name: 'Enregistrer la relecture' }).click();
  await expect(officer.getByText('Urgence confirmée par le service.')).toBeVisible();

  // the person concerned is told, until they have read it
  await page.goto('/patients');
  await page.getByRole('link', { name: /relecture à lire|relectures à lire/ }).click();
  const row = page.getByRole('row', { name: new RegExp(patient.family, 'i') });
  await expect(row).toContainText('Urgence confirmée par le service.');
  await row.getByRole('button', { name: /^J’ai lu/ }).click();
  await expect(row.getByRole('button', { name: /^J’ai lu/ })).toHaveCount(0);
});

test('roles without emergencies are not offered one', async ({ signedInPage, fhir }) => {
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  const page = await signedInPage('radiologist');
  await page.goto(`/patients/${patient.id}/summary`);
  await expect(page.getByRole('heading', { name: 'Dossier fermé' })).toBeVisible();
  await expect(page.getByRole('button', { name: /urgence/i })).toHaveCount(0);
});
