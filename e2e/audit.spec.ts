import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { accountOf } from './accounts.ts';
import { newPatient, type TestPatient } from './fhir.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

const doctorName = `Dr ${accountOf('doctor').given} ${accountOf('doctor').family}`;
const rows = (page: Page) =>
  page
    .getByRole('table', { name: 'Traces' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });

/** As an officer does it: part of the name, and the first of the list. */
async function choosePatient(page: Page, patient: TestPatient) {
  await page.getByRole('combobox', { name: 'Patient' }).fill(patient.family.slice(0, 9).toLowerCase());
  await page.getByRole('option', { name: new RegExp(patient.family, 'i') }).click();
  await expect(page).toHaveURL(new RegExp(`patient=${patient.id}`));
}

test('the officer finds who looked at a chart in a period, and what was kept of it', async ({
  signedInPage,
  patient,
}) => {
  const doctor = await signedInPage('doctor');
  await openChart(doctor, patient.id, 'results');
  const page = await signedInPage('dpo');
  await page.goto('/');
  await page.getByRole('link', { name: 'Traçabilité', exact: true }).click();
  await expect(page).toHaveURL(/\/audit$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Traçabilité' })).toBeVisible();
  await choosePatient(page, patient);
  await page.getByRole('button', { name: 'Aujourd’hui' }).click();
  await expect(rows(page).filter({ hasText: 'résultats' }).first()).toContainText(doctorName);
  await expect(rows(page).first()).toContainText(new RegExp(patient.family, 'i'));
  // ids stand in the address, never a name
  expect(decodeURIComponent(page.url()).toLowerCase()).not.toContain(patient.family.toLowerCase());

  await rows(page).filter({ hasText: 'résultats' }).first().getByRole('rowheader').getByRole('link').click();
  const panel = page.getByRole('complementary', { name: /^Trace n° \d+$/ });
  await expect(panel).toContainText('Conforme à ce qui a été écrit');
  await expect(panel.getByRole('heading')).toBeFocused();
  await panel.getByText('Détail technique').click();
  await expect(panel.getByText('Format FHIR')).toBeVisible();
  await expect(panel.locator('pre')).toContainText('"resourceType": "AuditEvent"');
  const cut = await panel.evaluate((element) => element.scrollWidth - element.clientWidth);
  expect(cut, 'of the panel that is cut off on the right').toBeLessThanOrEqual(0);
  // nothing half below the bar, which axe takes for a small target
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessible(page, 'search with a record open');

  await page.reload();
  await expect(panel).toBeVisible();
  await page.keyboard.press('Tab');
  await panel.getByRole('link', { name: 'Fermer le détail' }).click();
  await expect(panel).toHaveCount(0);

  await rows(page).first().getByRole('link', { name: doctorName }).click();
  await expect(page).toHaveURL(/person=/);
  await page.getByLabel('Du', { exact: true }).fill('2001-01-01');
  await page.getByLabel('Au', { exact: true }).fill('2001-01-31');
  await expect(page.getByText('Aucune trace ne correspond.')).toBeVisible();
  await page.goBack();
});

test('by keyboard alone', async ({ signedInPage, patient }) => {
  await openChart(await signedInPage('doctor'), patient.id, 'summary');
  const page = await signedInPage('dpo');
  await page.goto('/audit');
  await page.getByRole('combobox', { name: 'Patient' }).focus();
  await page.keyboard.type(patient.family);
  await expect(page.getByRole('option', { name: new RegExp(patient.family, 'i') })).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`patient=${patient.id}`));
  // the rows of before are gone, and with them whatever had the focus there
  await expect(rows(page).first()).toContainText(new RegExp(patient.family, 'i'));
  await rows(page).first().getByRole('rowheader').getByRole('link').press('Enter');
  await expect(page.getByRole('complementary', { name: /^Trace n°/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary', { name: /^Trace n°/ })).toHaveCount(0);
});

test('an emergency access stands out, in the search and in who opened the chart', async ({
  signedInPage,
  fhir,
}) => {
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  const outsider = await signedInPage('doctor');
  const opened = await outsider.request.post('/trpc/emergency.request', {
    headers: { 'x-keneya-request': '1' },
    data: {
      patientId: patient.id,
      kind: 'unconscious',
      reason: 'Patient inconscient aux urgences, antécédents inconnus',
    },
  });
  expect(opened.status()).toBe(200);
  await openChart(outsider, patient.id, 'allergies');
  const page = await signedInPage('dpo');
  await page.goto(`/audit?patient=${patient.id}`);
  await page.getByRole('checkbox', { name: 'Accès en urgence seulement' }).check();
  await expect(rows(page).filter({ hasText: 'allergies' }).first()).toContainText('Accès en urgence');
  await page.goto(`/audit/patients/${patient.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(new RegExp(patient.family, 'i'));
  await expect(page.getByRole('listitem').filter({ hasText: doctorName })).toContainText('Accès en urgence');
  await expectAccessible(page, 'who opened the chart');
  await page
    .getByRole('link', { name: new RegExp(`Détail des traces.*${accountOf('doctor').family}`) })
    .click();
  await expect(page).toHaveURL(new RegExp(`/audit\\?patient=${patient.id}&person=`));
});

test('unusual accesses are named with their reason', async ({ signedInPage, fhir }) => {
  const famous = await newPatient(fhir, {
    meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'CEL' }] },
  });
  const namesake = await newPatient(fhir, {
    name: [{ use: 'official', family: accountOf('doctor').family.toUpperCase(), given: ['Odile'] }],
  });
  const doctor = await signedInPage('doctor');
  await openChart(doctor, famous.id, 'summary');
  await openChart(doctor, namesake.id, 'summary');
  const page = await signedInPage('dpo');
  await page.goto('/audit/unusual');
  const table = page.getByRole('table', { name: 'Dossiers ouverts' });
  await expect(table.getByRole('row').filter({ hasText: new RegExp(famous.family, 'i') })).toContainText(
    'Personne connue du public',
  );
  await expect(
    table
      .getByRole('row')
      .filter({ hasText: `${accountOf('doctor').family.toUpperCase()} Odile` })
      .first(),
  ).toContainText('Même nom de famille');
  await expectAccessible(page, 'unusual accesses');
  await page.getByLabel('Du', { exact: true }).fill('2020-01-01');
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toContainText('au plus 31 jours');
});

test('what is taken out is a file safe to open, and is in the trail', async ({
  signedInPage,
  patient,
  fhir,
}) => {
  await fhir.create({
    resourceType: 'Condition',
    subject: { reference: patient.reference },
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
    code: { text: 'Asthme' },
  });
  const doctor = await signedInPage('doctor');
  await openChart(doctor, patient.id, 'problems');
  const [file] = await Promise.all([
    doctor.waitForEvent('download'),
    doctor.getByRole('button', { name: /CSV/ }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const page = await signedInPage('dpo');
  await page.goto(`/audit?patient=${patient.id}&kind=export`);
  await expect(rows(page).first()).toContainText('problèmes');
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  const text = await readFile(await csv.path(), 'utf8');
  expect(text).toContain(`"${doctorName}"`);
  expect(text.split(/;|\r\n/).every((cell) => !/^"?[=+@-]/.test(cell))).toBe(true);
  await page.goto('/audit?kind=export&feature=audit');
  await expect(rows(page).first()).toContainText(accountOf('dpo').family);
});

test('a patient sees who opened their chart, in plain words', async ({ signedInPage }) => {
  const own = (accountOf('patient').fhirUser ?? '').replace('Patient/', '');
  await openChart(await signedInPage('doctor'), own, 'medications');
  const page = await signedInPage('patient');
  await page.goto(`/patients/${own}/summary`);
  await page.getByRole('link', { name: 'Accès au dossier' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Qui a ouvert mon dossier' })).toBeVisible();
  const doctor = page.getByRole('listitem').filter({ hasText: doctorName }).first();
  await expect(doctor).toContainText('Médecin');
  await expect(doctor).toContainText('traitements');
  await expect(page.getByRole('listitem').filter({ hasText: 'Vous' }).first()).toBeVisible();
  await expectAccessible(page, 'accesses of the patient');
});

test('a sign-in that came back empty is in the trail', async ({ freshPage, signedInPage }) => {
  const visitor = await freshPage();
  await visitor.goto('/api/auth/callback/oidc?error=access_denied&state=nothing');
  await expect(visitor).toHaveURL(/\/sign-in/);
  const page = await signedInPage('dpo');
  await page.goto('/audit?kind=sign-in-failed');
  await expect(rows(page).first()).toContainText('Échec de connexion');
});

test('the officer has the whole trail read', async ({ signedInPage }) => {
  const page = await signedInPage('dpo');
  await page.goto('/audit');
  const chain = page.getByRole('region', { name: 'État de la chaîne' });
  await expect(chain).toContainText('signées jusqu’au', { timeout: 90_000 }); // signed every minute
  await chain.getByRole('button', { name: 'Vérifier maintenant' }).click();
  await expect(chain).toContainText('Aucune altération');
});

test('nobody else opens the trail', async ({ signedInPage, patient }) => {
  for (const role of ['doctor', 'admin', 'patient'] as const) {
    const page = await signedInPage(role);
    await page.goto(`/audit?patient=${patient.id}`);
    await expect(page.getByText('Accès non autorisé').first()).toBeVisible();
    await expect(page.getByRole('table', { name: 'Traces' })).toHaveCount(0);
    expect(
      (
        await page.request.get(`/trpc/audit.search?input=${encodeURIComponent('{}')}`, {
          headers: { 'x-keneya-request': '1' },
        })
      ).status(),
    ).toBe(403);
    expect((await page.request.get('/bff/audit/export?format=csv')).status()).toBe(403);
  }
});
