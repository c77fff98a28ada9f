import type { Page } from '@playwright/test';
import { accountOf } from './accounts.ts';
import { expect, test } from './fixtures.ts';
import { banner, openChart, sectionLinks, sections } from './pages/chart.ts';
import { openSearch, result, searchField } from './pages/patients.ts';

/** The same call as the page's own, without its help: only the BFF stands in the way. */
async function ask(page: Page, procedure: string, input: unknown) {
  const response = await page.request.get(
    `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`,
    { headers: { 'x-keneya-request': '1' } },
  );
  return { status: response.status(), text: await response.text() };
}

test('a secretary sees who the patient is and nothing clinical', async ({ signedInPage, fhir, patient }) => {
  await fhir.create({
    resourceType: 'Condition',
    subject: { reference: patient.reference },
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
    code: { text: 'Secretum morbi' },
  });
  await fhir.create({
    resourceType: 'AllergyIntolerance',
    clinicalStatus: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' },
      ],
    },
    patient: { reference: patient.reference },
    code: { text: 'Secretum allergiae' },
  });
  const page = await signedInPage('secretary');
  await openSearch(page);
  await searchField(page).fill(patient.family);
  await result(page, new RegExp(patient.family, 'i')).click();
  await expect(banner(page)).toContainText(patient.family.toUpperCase());
  await expect(page.getByText(/Secretum/)).toHaveCount(0);
  await expect(sectionLinks(page).getByRole('link')).toHaveText([/Consentements/, /Identité/, /Rendez-vous/]);
  for (const procedure of [
    'summary.get',
    'problems.list',
    'allergies.list',
    'medications.list',
    'orders.list',
    'family.list',
    'flags.list',
    'habits.list',
    'implants.list',
    'encounters.list',
    'immunizations.list',
    'procedures.list',
  ]) {
    const { status, text } = await ask(page, procedure, { patientId: patient.id });
    expect(status, procedure).toBe(403);
    expect(text, procedure).not.toContain('Secretum');
  }
  expect((await ask(page, 'patients.banner', { patientId: patient.id })).text).not.toContain('Secretum');
});

test('a denied page says why', async ({ signedInPage, patient }) => {
  const page = await signedInPage('secretary');
  await page.goto(`/patients/${patient.id}/problems`);
  await expect(
    page
      .getByRole('main')
      .getByText(/profil|rôle|droit/i)
      .first(),
  ).toBeVisible();
});

test('a patient reads their own record and nobody else’s', async ({ signedInPage, patient }) => {
  const page = await signedInPage('patient');
  const own = (accountOf('patient').fhirUser ?? '').replace('Patient/', '');
  await page.goto('/');
  await expect(page).toHaveURL(new RegExp(`/patients/${own}/summary`));
  await expect(banner(page)).toContainText(accountOf('patient').family.toUpperCase());
  for (const procedure of ['patients.banner', 'summary.get', 'problems.list'])
    expect((await ask(page, procedure, { patientId: patient.id })).status, procedure).toBe(403);
  expect((await ask(page, 'patients.search', { query: patient.family })).status).toBe(403);
  await page.goto(`/patients/${patient.id}/summary`);
  await expect(page.getByText('Accès non autorisé').first()).toBeVisible();
  await expect(page.getByText(new RegExp(patient.family, 'i'))).toHaveCount(0);
});

for (const role of ['dpo', 'admin'] as const) {
  test(`${role} opens no chart`, async ({ signedInPage, patient }) => {
    const page = await signedInPage(role);
    await page.goto('/');
    await expect(page).toHaveURL(/\/home$/);
    for (const procedure of ['patients.banner', 'summary.get'])
      expect((await ask(page, procedure, { patientId: patient.id })).status, procedure).toBe(403);
    await page.goto(`/patients/${patient.id}/summary`);
    await expect(page.getByText('Accès non autorisé').first()).toBeVisible();
    await expect(page.getByText(new RegExp(patient.family, 'i'))).toHaveCount(0);
  });
}

test('a doctor opens every page of a chart', async ({ signedInPage, patient }) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id);
  for (const section of sections) {
    await page.goto(`/patients/${patient.id}/${section}`);
    await expect(sectionLinks(page).locator('[aria-current="page"]')).toBeVisible();
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
  }
});

test('without a session nothing answers', async ({ freshPage, patient }) => {
  const page = await freshPage();
  await page.goto('/sign-in');
  for (const procedure of ['patients.banner', 'summary.get'])
    expect((await ask(page, procedure, { patientId: patient.id })).status, procedure).toBe(401);
  expect((await page.request.get(`/dicom-web/studies`)).status()).toBe(401);
});
