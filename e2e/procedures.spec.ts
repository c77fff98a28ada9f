import { expect, test } from './fixtures.ts';
import { banner, openChart, sectionLinks } from './pages/chart.ts';

test('an operation is read where procedures are, and the timeline leads there', async ({
  signedInPage,
  fhir,
  patient,
}) => {
  await fhir.create({
    resourceType: 'Procedure',
    subject: { reference: patient.reference },
    status: 'completed',
    category: { coding: [{ system: 'http://snomed.info/sct', code: '387713003' }] },
    code: { text: 'Cholécystectomie sous cœlioscopie' },
    performedDateTime: '2021-06-09',
    performer: [{ actor: { display: 'Dr Jean Petit' } }],
    reasonCode: [{ text: 'Lithiase vésiculaire' }],
  });
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, 'timeline');
  await page.getByRole('link', { name: /Cholécystectomie/ }).click();
  await expect(page).toHaveURL(/\/procedures$/);
  const row = page.getByRole('row', { name: /Cholécystectomie/ });
  await expect(row).toContainText('09/06/2021');
  await expect(row).toContainText('Chirurgie');
  await expect(row).toContainText('Motif : Lithiase vésiculaire');
  await expect(sectionLinks(page).getByRole('link', { name: 'Interventions' })).toHaveAttribute(
    'aria-current',
    'page',
  );
});

test('an operation that is recorded meanwhile appears by itself', async ({ signedInPage, fhir, patient }) => {
  const page = await signedInPage('nurse');
  await openChart(page, patient.id, 'procedures');
  await expect(page.getByText('Aucune intervention n’est enregistrée.')).toBeVisible();
  await fhir.create({
    resourceType: 'Procedure',
    subject: { reference: patient.reference },
    status: 'preparation',
    code: { text: 'Coloscopie' },
  });
  await page.getByRole('link', { name: /^Prévues/ }).click();
  await expect(page.getByRole('row', { name: /Coloscopie/ })).toContainText('En préparation');
  await expect(banner(page)).toContainText(patient.family.toUpperCase());
});
