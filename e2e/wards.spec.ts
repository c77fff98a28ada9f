import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';
import { newPatient, type FhirAsSystem, type TestPatient } from './fhir.ts';
import { banner } from './pages/chart.ts';

/** Somebody in a bed of cardiology, tied to nobody but the unit; discharged when the test is over. */
async function inCardiology(fhir: FhirAsSystem): Promise<TestPatient & { leave: () => Promise<unknown> }> {
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  const start = new Date(Date.now() - 2 * 86_400_000).toISOString();
  const stay = await fhir.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference: patient.reference },
    period: { start },
    serviceProvider: { reference: 'Organization/org-cardiologie', display: 'Service de cardiologie' },
    location: [{ location: { reference: 'Location/loc-cardiologie' }, status: 'active' }],
    reasonCode: [{ text: 'Insuffisance cardiaque' }],
  });
  const period = { start, end: new Date().toISOString() };
  return { ...patient, leave: () => fhir.update({ ...stay, status: 'finished', period }) };
}
const potassium = (fhir: FhirAsSystem, { reference }: TestPatient, value: number, code?: string) =>
  fhir.create({
    resourceType: 'Observation',
    status: 'final',
    subject: { reference },
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' },
        ],
      },
    ],
    code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }], text: 'Potassium' },
    effectiveDateTime: new Date(Date.now() - 3_600_000).toISOString(),
    issued: new Date().toISOString(),
    valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    ...(code ? { interpretation: [{ coding: [{ code }] }] } : {}),
  });

/** The list may be long: what is not in sight is found by its name. */
async function rowOf(page: Page, { family }: TestPatient) {
  const row = page.getByRole('row', { name: new RegExp(family, 'i') });
  await page.getByRole('searchbox').first().fill(family);
  await expect(row).toBeVisible();
  return row;
}

test('a nurse takes vital signs from the start page in one click, and the list has the score', async ({
  signedInPage,
  fhir,
}) => {
  const patient = await inCardiology(fhir);
  const page = await signedInPage('nurse');
  await page.goto('/home');
  await expect(page.getByRole('heading', { name: /^Mon unité/ })).toBeVisible();
  const row = await rowOf(page, patient);
  await expect(row).toContainText('Aucun NEWS2');
  await expect(row).toContainText('J3');
  await expect(row).toContainText('Insuffisance cardiaque');
  // the only click: the rest is typed, and saved by Ctrl+Enter
  await row.getByRole('link', { name: /^Saisir des constantes pour/ }).click();
  await expect(page.getByRole('textbox', { name: /^PA systolique/ })).toBeFocused();
  for (const number of ['128', '76', '95', '16', '98', '36,8']) {
    await page.keyboard.type(number);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Space'); // room air
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space'); // alert
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^Constantes enregistrées pour/)).toBeVisible();
  await page.goto('/home');
  await expect(await rowOf(page, patient)).toContainText('risque faible');
  await expect(await rowOf(page, patient)).not.toContainText('En retard');
  await patient.leave();
});

test('a doctor sees what is critical, opens the chart by its row, and the trend of the potassium in two clicks', async ({
  signedInPage,
  fhir,
}) => {
  const patient = await inCardiology(fhir);
  await potassium(fhir, patient, 4.1);
  await potassium(fhir, patient, 6.9, 'HH');
  const page = await signedInPage('doctor');
  await page.goto('/home');
  await expect(page.getByRole('heading', { name: /^Mes patients hospitalisés/ })).toBeVisible();
  const row = await rowOf(page, patient);
  await expect(row).toContainText('2 nouveaux, 1 critique');
  await row.getByText('Insuffisance cardiaque').click();
  await expect(banner(page)).toContainText(new RegExp(patient.family, 'i'));
  await page.goBack();
  await (await rowOf(page, patient)).getByRole('link', { name: /^Résultats de/ }).click();
  await expect(page).toHaveURL(/\/results/);
  await page.getByRole('link', { name: 'Potassium' }).first().click();
  await expect(page.getByRole('group', { name: /Potassium/ })).toBeVisible();
  await patient.leave();
});

for (const [width, theme] of [
  [390, 'light'],
  [768, 'dark'],
  [1440, 'light'],
] as const)
  test(`the list is readable and accessible at ${width} px, ${theme}`, async ({ signedInPage, fhir }) => {
    const patient = await inCardiology(fhir);
    const page = await signedInPage('nurse', { viewport: { width, height: 900 }, colorScheme: theme });
    await page.goto('/home');
    // in the middle of the window: the bar at the end of a phone's covers what lies below it
    await (await rowOf(page, patient)).evaluate((row) => row.scrollIntoView({ block: 'center' }));
    await expectAccessible(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, 'nothing sticks out of the page').toBeLessThanOrEqual(0);
    await patient.leave();
  });
