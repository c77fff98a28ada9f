import { expect, test } from './fixtures.ts';
import { insKey, newPatient } from './fhir.ts';
import { banner } from './pages/chart.ts';
import { openSearch, result, searchField } from './pages/patients.ts';
import { openPalette } from './pages/shell.ts';

test('fragments of the name are found in any order, without regard to case and accents', async ({
  signedInPage,
  fhir,
  patient,
}) => {
  const own = patient.family.slice(5);
  const { id } = await fhir.create({
    resourceType: 'Patient',
    active: true,
    gender: 'male',
    birthDate: '1951-02-03',
    name: [{ use: 'official', family: `Éloïse-${own}`, given: ['Gaëtan', 'Noël'] }],
  });
  const page = await signedInPage('doctor');
  await openSearch(page);
  for (const typed of [
    `gaetan ${own}`,
    `${own.toUpperCase()} GAE`,
    `eloise ${own.slice(0, 5)}`,
    `noe ${own.slice(2)}`,
  ]) {
    await searchField(page).fill(typed);
    await expect(result(page, /GaëtanNoël|Gaëtan/i).first(), typed).toHaveAttribute(
      'href',
      `/patients/${id}/summary`,
    );
  }
});

test('a birth date is understood as people type it', async ({ signedInPage, patient }) => {
  const page = await signedInPage('secretary');
  await openSearch(page);
  for (const typed of [`12/07/1984 ${patient.family}`, `1984-07-12 ${patient.family}`]) {
    await searchField(page).fill(typed);
    await expect(page.getByText('Date de naissance comprise : 12/07/1984')).toBeVisible();
    await expect(result(page, new RegExp(patient.family, 'i'))).toHaveCount(1);
  }
  await searchField(page).fill('31/02/1984');
  await expect(page.getByText('Ce jour n’existe pas.')).toBeVisible();
});

test('INS and IPP lead to their patient, a wrong key is said', async ({ signedInPage, fhir }) => {
  const digits = `1840775${String(Date.now()).slice(-6)}`;
  const ins = `${digits}${insKey(digits)}`;
  const patient = await newPatient(fhir, {
    identifier: [
      { system: 'urn:oid:1.2.250.1.213.1.4.10', value: ins },
      {
        use: 'usual',
        system: 'https://keneyapp.example/ipp',
        value: `E2E${digits}`,
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'PI' }] },
      },
    ],
  });
  const page = await signedInPage('nurse');
  await openSearch(page);
  for (const typed of [
    ins,
    ins.replace(/(\d)(\d{2})(\d{2})(\d{2})(\d{3})(\d{3})(\d{2})/, '$1 $2 $3 $4 $5 $6 $7'),
    `E2E${digits}`,
  ]) {
    await searchField(page).fill(typed);
    await expect(result(page, new RegExp(patient.family, 'i')), typed).toHaveCount(1);
  }
  await searchField(page).fill(`${digits}${String((Number(insKey(digits)) % 97) + 1).padStart(2, '0')}`);
  await expect(page.getByText(/clé/)).toBeVisible();
});

test('results come while typing, are walked with the arrows and opened with Enter; the patient is then among the recent ones', async ({
  signedInPage,
  patient,
}) => {
  const page = await signedInPage('doctor');
  await openSearch(page);
  await expect(searchField(page)).toBeFocused();
  await page.keyboard.type(patient.family.toLowerCase());
  await expect(result(page, new RegExp(patient.family, 'i'))).toContainText('12/07/1984');
  await expect(result(page, new RegExp(patient.family, 'i'))).toContainText(patient.ipp);
  await page.keyboard.press('ArrowDown');
  await expect(result(page, new RegExp(patient.family, 'i'))).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(banner(page)).toContainText(patient.family.toUpperCase());
  await page.goto('/patients');
  await expect(page.getByRole('heading', { name: 'Patients ouverts récemment' })).toBeVisible();
  await expect(result(page, new RegExp(patient.family, 'i'))).toBeVisible();
});

test('the palette finds patients, pages and actions', async ({ signedInPage, patient }) => {
  const page = await signedInPage('doctor');
  await page.goto('/agenda');
  await expect(page.getByRole('main')).toBeVisible();
  await expect(await openPalette(page)).toBeVisible();
  await page.keyboard.type(patient.family);
  await expect(page.getByRole('option', { name: new RegExp(patient.family, 'i') })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(banner(page)).toContainText(patient.family.toUpperCase());
  await openPalette(page);
  await page.keyboard.type('sombre');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('nothing found says what to try', async ({ signedInPage }) => {
  const page = await signedInPage('radiologist');
  await openSearch(page);
  await searchField(page).fill('zzqqxxww');
  await expect(page.getByText('Aucun patient ne correspond.')).toBeVisible();
});
