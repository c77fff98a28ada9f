import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const recordButton = (page: Page) => page.getByRole('button', { name: 'Saisir des constantes' });
/** A value of the table, by what a screen reader hears of it. */
const value = (page: Page, words: RegExp) => page.getByRole('button', { name: words });

async function openForm(page: Page) {
  await recordButton(page).press('Enter');
  await expect(page.getByRole('textbox', { name: /^PA systolique/ })).toBeFocused();
}

/** A whole set for NEWS2, by keyboard alone: Enter goes on, Space chooses. */
async function typeSet(page: Page, numbers: readonly string[]) {
  for (const number of numbers) {
    await page.keyboard.type(number);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Space'); // room air
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space'); // alert
}

/** Within the last week, which is what the page opens on. */
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

test('a set is recorded by keyboard, and the open chart of a colleague follows', async ({
  signedInPage,
  patient,
  fhir,
}) => {
  const [nurse, doctor] = [await signedInPage('nurse'), await signedInPage('doctor')];
  await openChart(doctor, patient.id, 'vitals');
  await expect(doctor.getByText('Aucune constante sur cette période.')).toBeVisible();
  await expect(doctor.getByText('En direct')).toBeVisible();
  await openChart(nurse, patient.id);
  await openForm(nurse);
  await typeSet(nurse, ['128', '76', '95', '16', '98', '36,8']);
  await expect(nurse.getByText('NEWS2 1')).toBeVisible();
  await nurse.keyboard.press('Control+Enter');
  await expect(nurse.getByText(/^Constantes enregistrées pour ESSAI/)).toBeVisible();
  await expect(recordButton(nurse)).toBeFocused();

  await expect(value(doctor, /^NEWS2 1\b/)).toBeVisible({ timeout: 15_000 });
  await expect(value(doctor, /^Fréquence cardiaque 95 \/min.*au-dessus de la normale/)).toBeVisible();
  await expect(doctor.getByText('Le dossier vient d’être mis à jour : constantes.')).toBeAttached();
  const stored = await fhir.search(`Observation?patient=Patient/${patient.id}&code=http://loinc.org|8867-4`);
  expect(stored.entry?.[0]?.resource).toMatchObject({
    status: 'final',
    valueQuantity: { value: 95, code: '/min' },
    performer: [{ reference: 'Practitioner/pract-infirmier' }],
  });
});

test('the impossible is refused at the field, the critical asked about with the name of the patient', async ({
  signedInPage,
  patient,
  fhir,
}) => {
  const page = await signedInPage('nurse');
  await openChart(page, patient.id);
  await openForm(page);
  await page.keyboard.type('128');
  await field(page, 'Température').fill('375');
  await field(page, 'Poids').focus();
  await expect(page.getByText('Valeur impossible : entre 20 et 45 °C.')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const summary = page.getByRole('alert').filter({ hasText: '2 champs sont à corriger' });
  await expect(summary).toContainText('Les deux pressions sont nécessaires.');
  await expect(page.getByRole('textbox', { name: /^PA diastolique/ })).toBeFocused();
  await page.keyboard.type('76');
  await field(page, 'Température').fill('41,2');
  await page.keyboard.press('Control+Enter');
  const question = page.getByRole('alertdialog', {
    name: new RegExp(`^Valeurs critiques pour ${patient.family}`, 'i'),
  });
  await expect(question).toContainText('12/07/1984');
  await expect(question.getByRole('button', { name: 'Revoir la saisie' })).toBeFocused();
  await expectAccessible(page, 'the question about critical values');
  await page.keyboard.press('Escape');
  expect((await fhir.search(`Observation?patient=Patient/${patient.id}`)).entry ?? []).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await question.getByRole('button', { name: 'Confirmer et enregistrer' }).click();
  await expect(page.getByText(/^Constantes enregistrées/)).toBeVisible();
});

test('two people correct at once: each sees the other version, nothing is overwritten by itself', async ({
  signedInPage,
  patient,
  fhir,
}) => {
  const { id } = await fhir.create({
    resourceType: 'Observation',
    status: 'final',
    subject: { reference: patient.reference },
    effectiveDateTime: hoursAgo(2),
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
    valueQuantity: { value: 72, system: 'http://unitsofmeasure.org', code: '/min', unit: '/min' },
  });
  const [nurse, doctor] = [await signedInPage('nurse'), await signedInPage('doctor')];
  for (const page of [nurse, doctor]) {
    await openChart(page, patient.id, 'vitals');
    await value(page, /^Fréquence cardiaque 72/).click();
    await page.getByRole('button', { name: 'Corriger' }).click();
    await expect(field(page, 'Fréquence cardiaque')).toBeFocused();
  }
  await nurse.keyboard.type('80');
  await nurse.keyboard.press('Control+Enter');
  await expect(nurse.getByText(/^Correction enregistrée/)).toBeVisible();
  const conflict = doctor.getByRole('group', { name: 'Quelqu’un a corrigé cette mesure entre-temps' });
  await field(doctor, 'Fréquence cardiaque').fill('61');
  await doctor.keyboard.press('Control+Enter');
  await expect(conflict).toContainText('80 /min');
  await expect(conflict).toContainText('61 /min');
  await expect(conflict).toContainText('Julien Lefèvre');
  await expectAccessible(doctor, 'a correction that met another');
  await conflict.getByRole('button', { name: 'Enregistrer ma saisie par-dessus' }).click();
  await expect(doctor.getByText(/^Correction enregistrée/)).toBeVisible();
  expect(await fhir.read(`Observation/${id}`)).toMatchObject({
    status: 'corrected',
    valueQuantity: { value: 61 },
    meta: { versionId: '3' },
  });

  await value(doctor, /^Fréquence cardiaque 61.*corrigé/).click();
  await expect(doctor.getByRole('dialog')).toContainText('72 /min → 80 /min');
  await doctor.getByRole('button', { name: 'Saisie erronée' }).click();
  await doctor.getByRole('button', { name: 'Marquer comme erronée' }).click();
  await expect(doctor.getByText('Indiquez un motif (3 caractères au moins).')).toBeVisible();
  await field(doctor, 'Motif').fill('mauvais patient');
  await doctor.keyboard.press('Enter');
  await expect(value(doctor, /^Fréquence cardiaque 61.*saisie erronée/)).toBeVisible();
  expect((await fhir.read(`Observation/${id}`))['status']).toBe('entered-in-error');
});

test('two people correct both values of a pressure at once, and one takes a value of each', async ({
  signedInPage,
  patient,
  fhir,
}) => {
  const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
  const part = (code: string, value: number) => ({
    code: loinc(code),
    valueQuantity: { value, system: 'http://unitsofmeasure.org', code: 'mm[Hg]', unit: 'mmHg' },
  });
  const { id } = await fhir.create({
    resourceType: 'Observation',
    status: 'final',
    subject: { reference: patient.reference },
    effectiveDateTime: hoursAgo(2),
    code: loinc('85354-9'),
    component: [part('8480-6', 120), part('8462-4', 80)],
  });
  const [nurse, doctor] = [await signedInPage('nurse'), await signedInPage('doctor')];
  for (const page of [nurse, doctor]) {
    await openChart(page, patient.id, 'vitals');
    await value(page, /120\/80/).click();
    await page.getByRole('button', { name: 'Corriger' }).click();
    await expect(field(page, 'PA systolique')).toBeFocused();
  }
  await field(doctor, 'PA systolique').fill('131');
  await field(doctor, 'PA diastolique').fill('84');
  await field(nurse, 'PA systolique').fill('128');
  await field(nurse, 'PA diastolique').fill('70');
  await nurse.keyboard.press('Control+Enter');
  await expect(nurse.getByText(/^Correction enregistrée/)).toBeVisible();

  await doctor.keyboard.press('Control+Enter');
  const conflict = doctor.getByRole('group', { name: 'Quelqu’un a corrigé cette mesure entre-temps' });
  await expect(conflict).toContainText('Julien Lefèvre');
  const values = (name: string) => conflict.getByRole('group', { name });
  await expect(values('PA systolique')).toContainText('Avant : 120 mmHg');
  await expectAccessible(doctor, 'a correction of which each value is chosen');
  await conflict.getByRole('button', { name: 'Enregistrer ces choix' }).press('Enter');
  // nothing is chosen for the person, and nothing was written over
  await expect(values('PA systolique').getByRole('radio', { name: /^Version enregistrée/ })).toBeFocused();
  expect(await fhir.read(`Observation/${id}`)).toMatchObject({ meta: { versionId: '2' } });
  await doctor.keyboard.press('Space');
  await values('PA diastolique')
    .getByRole('radio', { name: /^Votre saisie 84/ })
    .check();
  await conflict.getByRole('button', { name: 'Enregistrer ces choix' }).press('Enter');
  await expect(doctor.getByText(/^Correction enregistrée/)).toBeVisible();
  expect(await fhir.read(`Observation/${id}`)).toMatchObject({
    status: 'corrected',
    component: [{ valueQuantity: { value: 128 } }, { valueQuantity: { value: 84 } }],
    meta: { versionId: '3' },
  });
});

test('a whole set is marked as entered in error in one step, the score with it', async ({
  signedInPage,
  patient,
  fhir,
}) => {
  const page = await signedInPage('nurse');
  await openChart(page, patient.id, 'vitals');
  await openForm(page);
  await typeSet(page, ['128', '76', '95', '16', '98', '36,8']);
  await page.keyboard.press('Control+Enter');
  await value(page, /^Fréquence cardiaque 95/).click();
  await page.getByRole('button', { name: 'Saisie erronée' }).click();
  await page.getByRole('radio', { name: 'Tout le relevé (7 valeurs)' }).check();
  await expectAccessible(page, 'the question about a whole set');
  await field(page, 'Motif').fill('mauvais patient');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Relevé marqué comme erroné pour ESSAI/)).toBeVisible();
  for (const name of [/^NEWS2 1/, /^Fréquence cardiaque 95/, /^Température 36,8/])
    await expect(value(page, new RegExp(`${name.source}.*saisie erronée`))).toBeVisible();
  const stored = await fhir.search(`Observation?patient=Patient/${patient.id}`);
  expect(stored.entry?.map(({ resource }) => resource?.['status'])).toEqual(
    Array.from({ length: 8 }, () => 'entered-in-error'),
  );
});

test('on a phone the form leaves the banner with its allergies in sight, and “save” too', async ({
  signedInPage,
  patient,
  fhir,
}) => {
  await fhir.create({
    resourceType: 'AllergyIntolerance',
    patient: { reference: patient.reference },
    clinicalStatus: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' },
      ],
    },
    criticality: 'high',
    code: { text: 'Pénicilline' },
  });
  const page = await signedInPage('nurse', { viewport: { width: 390, height: 844 } });
  await openChart(page, patient.id, 'vitals');
  // on a phone what may be written is behind one button
  await page.getByRole('button', { name: 'Saisir', exact: true }).click();
  await openForm(page);
  await field(page, 'Remarque').fill('au repos');
  for (const seen of [
    page.getByText('Pénicilline').first(),
    page.getByRole('button', { name: 'Enregistrer', exact: true }),
    page.getByRole('button', { name: /^Mesuré le/ }),
    field(page, 'Remarque'),
  ])
    await expect(seen).toBeInViewport({ ratio: 1 });
  await expectAccessible(page, 'the form on a phone');
  // what has the focus is behind neither the banner nor the foot
  await page.getByRole('textbox', { name: /^Fréquence cardiaque/ }).focus();
  await expect(page.getByRole('textbox', { name: /^Fréquence cardiaque/ })).toBeInViewport({ ratio: 1 });
});

test('what was typed outlives a reload, moves with the chart, and waits under the patient’s name', async ({
  signedInPage,
  patient,
}) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id);
  await openForm(page);
  await page.keyboard.type('131');
  await expect(page.getByText(/^Brouillon enregistré/)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('textbox', { name: /^PA systolique/ })).toHaveValue('131');
  await expect(page).toHaveURL(/write=vitals\.record/);
  await page
    .getByRole('navigation', { name: 'Rubriques du dossier' })
    .getByRole('link', { name: 'Problèmes' })
    .click();
  await expect(page).toHaveURL(/\/problems\?write=vitals\.record/);
  await expect(page.getByRole('textbox', { name: /^PA systolique/ })).toHaveValue('131');
  await page.getByRole('textbox', { name: /^PA systolique/ }).focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: /^PA systolique/ })).toBeHidden();
  await expect(page).not.toHaveURL(/write=/);
  // counted and listed on every page, with its patient
  await page.goto('/agenda');
  await page.getByRole('button', { name: /brouillon/ }).click();
  await page.getByRole('link', { name: new RegExp(`${patient.family}.*Constantes`, 'i') }).click();
  await expect(page).toHaveURL(/\/vitals\?write=vitals\.record/);
  await expect(page.getByRole('textbox', { name: /^PA systolique/ })).toHaveValue('131');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`table, curves and form are accessible, ${colorScheme}`, async ({ signedInPage, patient, fhir }) => {
    const vital = (code: string, number: number, unit: string, day: number) => ({
      resourceType: 'Observation',
      status: 'final',
      subject: { reference: patient.reference },
      effectiveDateTime: hoursAgo((4 - day) * 24),
      code: { coding: [{ system: 'http://loinc.org', code }] },
      valueQuantity: { value: number, system: 'http://unitsofmeasure.org', code: unit, unit },
    });
    await fhir.transaction(
      [1, 2, 3].flatMap((day) => [
        vital('8867-4', 60 + day * 25, '/min', day),
        vital('8310-5', 36 + day, 'Cel', day),
      ]),
    );
    const page = await signedInPage('nurse', { colorScheme });
    await openChart(page, patient.id, 'vitals');
    await expect(
      value(page, /^Fréquence cardiaque 135 \/min.*critique, au-dessus des limites/),
    ).toBeVisible();
    await expectAccessible(page, 'the table');
    await page.getByRole('link', { name: 'Courbes' }).click();
    await expect(page.getByText('Zone normale').first()).toBeVisible();
    await expectAccessible(page, 'the curves');
    await openForm(page);
    await expectAccessible(page, 'the form');
  });
}
