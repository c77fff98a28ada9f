import type { Page } from '@playwright/test';
import type { Role } from './accounts.ts';
import { expect, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

const card = (page: Page, name: string | RegExp) => page.getByRole('region', { name });

/** Who begins with what: cards of their own, and none of others'. */
const cardsOf: [Role, string[], string[]][] = [
  ['doctor', ['Rendez-vous d’aujourd’hui', 'Mes brouillons', 'Dossiers consultés récemment'], ['Serveurs']],
  ['secretary', ['Rendez-vous d’aujourd’hui', 'Dossiers consultés récemment'], ['Mes brouillons']],
  [
    'dpo',
    ['Accès en urgence à examiner', 'Accès inhabituels d’aujourd’hui'],
    ['Dossiers consultés récemment'],
  ],
  ['admin', ['Serveurs', 'Comptes sans rôle'], ['Dossiers consultés récemment']],
  ['data-manager', ['Saisies sans code'], ['Serveurs']],
];
for (const [role, there, notThere] of cardsOf)
  test(`${role} begins with what waits for them`, async ({ signedInPage }) => {
    const page = await signedInPage(role);
    await page.goto('/');
    await expect(page).toHaveURL(/\/home$/);
    for (const name of there) {
      await expect(card(page, name)).toBeVisible();
      await expect(card(page, name).getByText('Chargement')).toHaveCount(0);
      await expect(card(page, name).getByRole('alert')).toHaveCount(0);
    }
    for (const name of notThere) await expect(card(page, name)).toHaveCount(0);
  });

test('the administrator sees whether the servers answer', async ({ signedInPage }) => {
  const page = await signedInPage('admin');
  await page.goto('/home');
  const servers = card(page, 'Serveurs');
  for (const name of ['Dossier (FHIR)', 'Images (DICOMweb)', 'Base de données'])
    await expect(servers.getByRole('listitem').filter({ hasText: name })).toContainText(/répond en \d+ ms/);
});

test('from the start page to the last potassium, the last CT and a full set of vital signs: counted clicks', async ({
  signedInPage,
  fhir,
  patient,
}) => {
  const about = { subject: { reference: patient.reference } };
  await fhir.create({
    resourceType: 'Observation',
    ...about,
    status: 'final',
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' },
        ],
      },
    ],
    code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }], text: 'Potassium' },
    effectiveDateTime: new Date(Date.now() - 3_600_000).toISOString(),
    valueQuantity: { value: 3.9, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
  });
  await fhir.create({
    resourceType: 'ImagingStudy',
    ...about,
    status: 'available',
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:2.25.${Date.now()}` }],
    modality: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'CT' }],
    description: 'Scanner thoracique',
    started: '2026-01-10',
  });
  const page = await signedInPage('doctor');
  await openChart(page, patient.id); // so that it is among the recent ones
  let clicks = 0;
  const click = async (what: ReturnType<Page['getByRole']>) => {
    await what.click();
    clicks += 1;
  };
  const begin = async () => {
    await page.goto('/home');
    clicks = 0;
    await click(
      card(page, 'Dossiers consultés récemment').getByRole('link', { name: patient.family.toUpperCase() }),
    );
    await expect(page).toHaveURL(/\/summary$/);
  };
  await begin();
  await click(page.getByRole('row', { name: /Potassium/ }).getByRole('link'));
  await expect(page).toHaveURL(/results\?test=2823-3/);
  await expect(page.getByRole('heading', { name: /Potassium/ })).toBeVisible();
  expect(clicks).toBeLessThanOrEqual(3);

  await begin();
  await click(card(page, /^Imagerie/).getByRole('link', { name: 'Scanner thoracique' }));
  await expect(page).toHaveURL(/imaging\?study=2\.25\./);
  expect(clicks).toBeLessThanOrEqual(3);

  await begin();
  await click(page.getByRole('button', { name: 'Saisir des constantes' }));
  await expect(page.getByRole('textbox', { name: /Fréquence cardiaque/ })).toBeVisible();
  expect(clicks).toBeLessThanOrEqual(2);
});
