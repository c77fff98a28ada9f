import { accountOf } from './accounts.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import type { FhirAsSystem, Resource, TestPatient } from './fhir.ts';
import { banner, openChart, sectionLinks } from './pages/chart.ts';
import { openSearch, result, searchField } from './pages/patients.ts';

const hl7 = (system: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});

/** A small record with one of everything the summary shows. */
async function record(fhir: FhirAsSystem, { reference }: TestPatient) {
  const subject = { reference };
  const resources: Resource[] = [
    {
      resourceType: 'Condition',
      subject,
      clinicalStatus: hl7('condition-clinical', 'active'),
      verificationStatus: hl7('condition-ver-status', 'confirmed'),
      category: [hl7('condition-category', 'problem-list-item')],
      code: { text: 'Asthme intermittent' },
      onsetDateTime: '2019-04-01',
    },
    {
      resourceType: 'AllergyIntolerance',
      patient: subject,
      clinicalStatus: hl7('allergyintolerance-clinical', 'active'),
      verificationStatus: hl7('allergyintolerance-verification', 'confirmed'),
      criticality: 'high',
      code: { text: 'Amoxicilline' },
    },
    {
      resourceType: 'AllergyIntolerance',
      patient: subject,
      clinicalStatus: hl7('allergyintolerance-clinical', 'active'),
      verificationStatus: hl7('allergyintolerance-verification', 'confirmed'),
      criticality: 'low',
      code: { text: 'Pollen de bouleau' },
    },
    {
      resourceType: 'MedicationRequest',
      subject,
      status: 'active',
      intent: 'order',
      authoredOn: '2026-01-05',
      medicationCodeableConcept: { text: 'Salbutamol' },
      dosageInstruction: [{ text: '2 bouffées si besoin' }],
    },
    {
      resourceType: 'Observation',
      subject,
      status: 'final',
      category: [hl7('observation-category', 'laboratory')],
      code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }], text: 'Potassium' },
      effectiveDateTime: '2026-02-01T08:00:00Z',
      valueQuantity: { value: 6.1, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
      referenceRange: [{ low: { value: 3.5, unit: 'mmol/L' }, high: { value: 5.1, unit: 'mmol/L' } }],
      interpretation: [hl7('v3-ObservationInterpretation', 'H')],
    },
    {
      resourceType: 'Observation',
      subject,
      status: 'final',
      category: [hl7('observation-category', 'vital-signs')],
      code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }], text: 'Poids' },
      effectiveDateTime: '2026-02-01T08:00:00Z',
      valueQuantity: { value: 64.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
    },
    {
      resourceType: 'Immunization',
      patient: subject,
      status: 'completed',
      vaccineCode: { text: 'Vaccin grippe' },
      occurrenceDateTime: '2025-10-15',
    },
    {
      resourceType: 'Encounter',
      subject,
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      period: { start: '2026-02-01T08:00:00Z', end: '2026-02-01T08:30:00Z' },
      reasonCode: [{ text: 'Crise d’asthme' }],
    },
  ];
  await fhir.transaction(resources);
}

test('the summary shows what is known, the banner what must not be missed', async ({
  signedInPage,
  fhir,
  patient,
}) => {
  await record(fhir, patient);
  const page = await signedInPage('doctor');
  await openChart(page, patient.id);
  await expect(banner(page)).toContainText(patient.family.toUpperCase());
  await expect(banner(page)).toContainText('12/07/1984');
  await expect(banner(page)).toContainText(patient.ipp);
  await expect(banner(page)).toContainText(/Amoxicilline.*Pollen/); // the worst first
  await expect(banner(page)).toContainText(/64,5\skg/);
  const main = page.getByRole('main');
  for (const text of ['Asthme intermittent', 'Salbutamol', 'Potassium', 'Vaccin grippe'])
    await expect(main.getByText(text).first()).toBeVisible();
  await expect(main.getByText('6,1').first()).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(patient.family, 'i'));
});

test('on a phone what stays around a page takes at most a quarter of the window', async ({
  signedInPage,
  fhir,
  patient,
}) => {
  await record(fhir, patient);
  const page = await signedInPage('doctor', { viewport: { width: 390, height: 844 } });
  await openChart(page, patient.id);
  await expect(banner(page)).toContainText('12/07/1984');
  await expect(banner(page).getByText('Amoxicilline')).toBeInViewport({ ratio: 1 });
  const [above, foot] = await Promise.all([
    sectionLinks(page).boundingBox(),
    page.getByRole('navigation', { name: 'Navigation principale' }).boundingBox(),
  ]);
  expect((above?.y ?? 844) + (above?.height ?? 0) + (foot?.height ?? 0)).toBeLessThanOrEqual(844 / 4);
});

test('each block opens its page; the address tells the place and can be gone back from', async ({
  signedInPage,
  fhir,
  patient,
}) => {
  await record(fhir, patient);
  const page = await signedInPage('doctor');
  await openChart(page, patient.id);
  const pages = {
    Problèmes: ['problems', 'Asthme intermittent'],
    Allergies: ['allergies', 'Pollen de bouleau'],
    Traitements: ['medications', 'Salbutamol'],
    Résultats: ['results', 'Potassium'],
    Vaccinations: ['immunizations', 'Vaccin grippe'],
    Chronologie: ['timeline', 'Asthme intermittent'],
  } as const;
  for (const [word, [section, content]] of Object.entries(pages)) {
    await sectionLinks(page).getByRole('link', { name: word }).click();
    await expect(page).toHaveURL(new RegExp(`/patients/${patient.id}/${section}`));
    await expect(page.getByRole('main').getByText(content).first()).toBeVisible();
    await expect(banner(page)).toContainText(patient.family.toUpperCase());
  }
  await page.goBack();
  await expect(page).toHaveURL(/\/immunizations/);
  await expect(page.getByRole('main').getByText('Vaccin grippe').first()).toBeVisible();
});

test('opening a chart costs at most one call from the browser', async ({ signedInPage, patient }) => {
  const page = await signedInPage('doctor');
  await openSearch(page);
  await searchField(page).fill(patient.family);
  await expect(result(page, new RegExp(patient.family, 'i'))).toBeVisible();
  const calls: string[] = [];
  page.on('request', (request) => {
    if (/\/trpc\/(?!live\.|session\.|drafts\.)/.test(request.url()))
      calls.push(new URL(request.url()).pathname);
  });
  await result(page, new RegExp(patient.family, 'i')).click();
  await expect(page.getByRole('main').getByRole('heading', { name: 'Problèmes' })).toBeVisible();
  expect(calls.length, calls.join(' ')).toBeLessThanOrEqual(1);
});

test('an empty record says so, block by block', async ({ signedInPage, patient }) => {
  const page = await signedInPage('nurse');
  await openChart(page, patient.id);
  await expect(page.getByText('Aucun problème en cours n’est enregistré.')).toBeVisible();
  await expect(banner(page)).toContainText('Allergies non renseignées');
});

test('a patient who does not exist is said to be unknown', async ({ signedInPage }) => {
  const page = await signedInPage('doctor');
  await page.goto('/patients/does-not-exist/summary');
  await expect(page.getByText(/introuvable|n’existe pas|inconnu/i).first()).toBeVisible();
});

test('the demo patient has something to show on every block of the summary', async ({ signedInPage }) => {
  const page = await signedInPage('doctor');
  const id = (accountOf('patient').fhirUser ?? '').replace('Patient/', '');
  await openChart(page, id);
  await expect(banner(page)).toContainText('DURAND');
  await expect(page.getByRole('main').getByText(/^Aucun /)).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('link', { name: /tout voir/ })).toHaveCount(9);
});

test('an address that leads nowhere says so and leads on', async ({ signedInPage }) => {
  const page = await signedInPage('doctor');
  const answer = await page.goto('/patients-of-nobody');
  expect(answer?.status()).toBe(404);
  await expect(page.getByText('Page introuvable')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Retour à l’accueil' }).click();
  await expect(page).toHaveURL(/\/home$/);
});
