import type { Locator, Page } from '@playwright/test';
import type { FhirAsSystem, Resource, TestPatient } from './fhir.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { banner } from './pages/chart.ts';

const widths = [390, 720, 768, 1024, 1440] as const;
const hl7 = (system: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});
const longName = 'Amoxicilline et acide clavulanique';
const performer = 'Dr Anne-Charlotte Beauregard';

/** A record whose tables have every column filled, and more days of results than a page is wide. */
async function record(fhir: FhirAsSystem, { reference }: TestPatient) {
  const subject = { reference };
  const by = { display: performer };
  const days = Array.from({ length: 40 }, (_, n) => new Date(Date.UTC(2026, 0, 1 + n * 3, 7)).toISOString());
  const resources: Resource[] = [
    {
      resourceType: 'AllergyIntolerance',
      patient: subject,
      clinicalStatus: hl7('allergyintolerance-clinical', 'active'),
      verificationStatus: hl7('allergyintolerance-verification', 'confirmed'),
      type: 'allergy',
      category: ['medication'],
      criticality: 'high',
      code: { text: longName },
      onsetDateTime: '2019-03-04',
      recorder: by,
      reaction: [{ manifestation: [{ text: 'Urticaire généralisée' }, { text: 'Œdème de Quincke' }] }],
    },
    {
      resourceType: 'Condition',
      subject,
      clinicalStatus: hl7('condition-clinical', 'active'),
      verificationStatus: hl7('condition-ver-status', 'confirmed'),
      category: [hl7('condition-category', 'problem-list-item')],
      code: {
        coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I50.0' }],
        text: 'Insuffisance cardiaque congestive à fraction d’éjection préservée',
      },
      severity: { text: 'Sévère' },
      onsetDateTime: '2019-04-01',
      recorder: by,
    },
    {
      resourceType: 'MedicationRequest',
      subject,
      status: 'active',
      intent: 'order',
      authoredOn: '2026-01-05',
      requester: by,
      reasonCode: [{ text: 'Prévention des récidives' }],
      medicationCodeableConcept: { text: 'Hydrochlorothiazide' },
      dosageInstruction: [{ text: '1 comprimé le matin' }],
    },
    ...(['Potassium', 'Protéine C réactive ultrasensible'] as const).flatMap((text, n) =>
      days.map((effectiveDateTime, day) => ({
        resourceType: 'Observation',
        subject,
        status: 'final',
        category: [hl7('observation-category', 'laboratory')],
        code: { text },
        effectiveDateTime,
        valueQuantity: {
          value: n === 0 ? 6.1 : 12 + day,
          unit: n === 0 ? 'mmol/L' : 'mg/L',
          system: 'http://unitsofmeasure.org',
          code: n === 0 ? 'mmol/L' : 'mg/L',
        },
        referenceRange: [
          {
            low: { value: n === 0 ? 3.5 : 0, unit: n === 0 ? 'mmol/L' : 'mg/L' },
            high: { value: 5, unit: n === 0 ? 'mmol/L' : 'mg/L' },
          },
        ],
      })),
    ),
  ];
  await fhir.transaction(resources);
}

async function open(page: Page, patient: TestPatient, address: string) {
  await page.goto(`/patients/${patient.id}/${address}`);
  await expect(banner(page)).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

/** The page stays where it is, however wide what it holds. */
async function expectPageStill(page: Page, where: string) {
  await expect
    .poll(
      () =>
        page.evaluate(() => {
          const root = document.scrollingElement ?? document.documentElement;
          root.scrollLeft = 500;
          return [Math.max(0, root.scrollWidth - root.clientWidth), root.scrollLeft];
        }),
      { message: `sideways: ${where}` },
    )
    .toEqual([0, 0]);
}

/** How many characters of this cell's own font fit on a line of it. */
const charactersOf = (cell: Locator) =>
  cell.evaluate((element) => {
    const ruler = document.createElement('span');
    ruler.style.cssText = 'position:absolute;visibility:hidden;width:100ch';
    element.append(ruler);
    const digit = ruler.getBoundingClientRect().width / 100;
    ruler.remove();
    const style = getComputedStyle(element);
    const inner =
      element.getBoundingClientRect().width - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return inner / digit;
  });

/** On one line: number and unit were not torn apart. */
const linesOf = (locator: Locator) => locator.evaluate((element) => element.getClientRects().length);

for (const width of widths) {
  test(`at ${width} px a name keeps 12 characters, a number its unit, and nothing recorded is missing`, async ({
    signedInPage,
    fhir,
    patient,
  }) => {
    await record(fhir, patient);
    const page = await signedInPage('doctor', { viewport: { width, height: 900 } });
    const recorded: Record<string, string[]> = {
      allergies: [longName, 'Urticaire généralisée', 'Médicament', '04/03/2019', performer],
      problems: ['Insuffisance cardiaque congestive', 'Sévère', 'I50.0', performer],
      medications: ['Hydrochlorothiazide', '05/01/2026', 'Prévention des récidives', performer],
      'results?period=all': ['Potassium', '3,5 – 5', '28/04/2026'],
      'results?view=values&period=all': ['Potassium', '3,5 – 5', '28/04/2026'],
    };
    for (const [address, texts] of Object.entries(recorded)) {
      await open(page, patient, address);
      const grid = page.getByRole('grid');
      await expect(grid).toBeVisible();
      const name = grid.getByRole('rowheader').first();
      expect(await charactersOf(name), `${address}: a name`).toBeGreaterThanOrEqual(12);
      for (const text of texts)
        await expect(grid.getByText(text).first(), `${address}: ${text}`).toBeVisible();
      if (address.startsWith('results')) {
        const value = grid.getByText(/^6,1\smmol\/L$/).first();
        await expect(value).toBeVisible();
        expect(await linesOf(value), `${address}: number and unit`).toBe(1);
      }
      await expectPageStill(page, `${address}, ${width} px`);
    }

    await open(page, patient, 'results?view=grid&period=all');
    const box = page.getByRole('group', { name: 'Grille' });
    await expectPageStill(page, `results?view=grid, ${width} px`);
    expect(await charactersOf(box.getByRole('rowheader').first())).toBeGreaterThanOrEqual(12);
    // the keyboard moves it; the name of the test stays
    await box.focus();
    await page.keyboard.press('End');
    for (let n = 0; n < 10; n += 1) await page.keyboard.press('ArrowRight');
    await expect.poll(() => box.evaluate((element) => element.scrollLeft)).toBeGreaterThan(100);
    await expect(box.getByRole('link', { name: 'Potassium' })).toBeInViewport();
    await expect(box.getByText('mmol/L').first()).toBeInViewport();
    await expect(box.getByText('3,5 – 5').first()).toBeAttached();
    await expectPageStill(page, `results?view=grid moved, ${width} px`);
    await expect(banner(page)).toBeInViewport();
    if (width === 720) await expectAccessible(page, 'grid of results', ['target-size']);
  });
}

test('filter and order: the row that has the focus is the one that opens', async ({
  signedInPage,
  fhir,
  patient,
}) => {
  await record(fhir, patient);
  const page = await signedInPage('doctor');
  await open(page, patient, 'record?type=Observation');
  const rows = page.getByRole('rowheader');
  await expect(rows.first()).toBeVisible();
  const potassium = rows.filter({ hasText: 'Potassium' }).first();
  await potassium.focus();
  const href = await potassium.getByRole('link').getAttribute('href');
  await page.getByRole('columnheader', { name: /Date/ }).getByRole('button').click();
  await page.locator(`[role="grid"] a[href="${href}"]`).locator('xpath=ancestor::th').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${href}$`));
  await page.goBack();
  await page.getByRole('searchbox', { name: 'Filtrer le tableau' }).fill('potas');
  await expect(page).toHaveURL(/filter=potas/);
  await expect(rows.filter({ hasText: 'Protéine' })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('searchbox', { name: 'Filtrer le tableau' })).toHaveValue('potas');
  await expect(rows.filter({ hasText: 'Protéine' })).toHaveCount(0);
});
