import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, test as base } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

/** Counts clicks and keys; what is typed is the order itself, and free. */
class Counted {
  count = 0;
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  async click(target: Locator) {
    this.count += 1;
    await target.click();
  }
  async press(key: string) {
    this.count += 1;
    await this.page.keyboard.press(key);
  }
  type = (text: string) => this.page.keyboard.type(text);
}

const search = (page: Page) => page.getByRole('combobox', { name: 'Médicament, examen ou ligne entière' });
const lines = (page: Page) =>
  page.getByRole('list', { name: 'Prescriptions à signer' }).getByRole('listitem');
const write = (page: Page) => page.getByRole('button', { name: 'Prescrire', exact: true });
/** The line that Enter takes: the answer to the whole of what was typed. */
async function offered(page: Page, words: string) {
  const first = page.getByRole('listbox').getByRole('option').first();
  await expect(first).toContainText(words);
  await expect(first).toHaveAttribute('aria-disabled', 'false');
}
const read = (page: Page, words: string) =>
  expect(page.getByRole('listitem').filter({ hasText: words }).first()).toBeVisible();

async function open(page: Page) {
  await write(page).click();
  await expect(search(page)).toBeFocused();
}

async function order(page: Page, line: string, words: string) {
  await open(page);
  await page.keyboard.type(line);
  await read(page, words);
  await page.keyboard.press('Enter');
  await expect(lines(page)).toHaveCount(1);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^Signé pour/)).toBeVisible();
}

const test = base.extend<{ counted: Counted }>({
  counted: async ({ signedInPage, patient }, use) => {
    const page = await signedInPage('doctor');
    await openChart(page, patient.id, 'medications');
    // a click before the page listens opens nothing
    await expect(
      page.getByRole('status', { name: 'Le dossier ouvert se met à jour tout seul.' }),
    ).toBeVisible();
    await use(new Counted(page));
  },
});

test('a new common drug takes at most 5 clicks and keys beyond what is typed, its signature included', async ({
  counted,
  fhir,
  patient,
}) => {
  const { page } = counted;
  await counted.click(write(page));
  await expect(search(page)).toBeFocused();
  await counted.type('paracetamol');
  await offered(page, 'paracétamol');
  await counted.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Posologie en une ligne' })).toBeFocused();
  await counted.type('1 g PO x3/j 5 j');
  await counted.press('Enter');
  await expect(lines(page)).toContainText(
    'paracétamol – 1 g – voie orale – 3 fois par jour – pendant 5 jours'.split(' – ')[0] ?? '',
  );
  // the keyboard is where the next order begins
  await expect(search(page)).toBeFocused();
  await counted.press('Control+Enter');
  await expect(page.getByRole('row', { name: /paracétamol.*1 g/ })).toBeVisible();
  expect(counted.count).toBeLessThanOrEqual(5);
  const { entry } = await fhir.search(`MedicationRequest?patient=Patient/${patient.id}`);
  expect(entry?.map(({ resource }) => resource)).toMatchObject([
    {
      status: 'active',
      medicationCodeableConcept: { coding: [{ code: 'N02BE01', userSelected: true }] },
      dosageInstruction: [{ text: '1 g par voie orale, 3 fois par jour, pendant 5 jours' }],
    },
  ]);
});

test('a drug is renewed by 2 clicks and keys', async ({ counted }) => {
  const { page } = counted;
  await order(page, 'paracétamol 1 g PO x3/j 5 j', '3 fois par jour');
  await counted.click(page.getByRole('button', { name: 'Renouveler paracétamol' }));
  await expect(lines(page)).toContainText('Renouvelé');
  await counted.click(page.getByRole('button', { name: 'Signer la ligne' }));
  await expect(page.getByText(/^Signé pour .*paracétamol \(renouvelé\)/)).toBeVisible();
  expect(counted.count).toBeLessThanOrEqual(2);
  // the former one has ended; the new one can be renewed in turn
  await expect(page.getByRole('button', { name: 'Renouveler paracétamol' })).toHaveCount(1);
});

test('a panel of tests is asked for again by 2 clicks and keys, and waits in its list', async ({
  counted,
  patient,
}) => {
  const { page } = counted;
  await order(page, 'nfs urgent', 'Numération');
  await openChart(page, patient.id, 'orders');
  await counted.click(page.getByRole('button', { name: /^Demander de nouveau Numération/ }));
  await expect(lines(page)).toHaveCount(1);
  await counted.click(page.getByRole('button', { name: 'Signer la ligne' }));
  await expect(page.getByRole('row', { name: /Numération/ })).toHaveCount(2);
  expect(counted.count).toBeLessThanOrEqual(2);
});

test('a favourite of several lines is ordered by 3 clicks from the chart: opened, chosen, signed', async ({
  counted,
  fhir,
  patient,
}) => {
  const { page } = counted;
  const name = `Entrée ${patient.id}`;
  const ordered = async () =>
    (await fhir.search(`ServiceRequest?patient=Patient/${patient.id}`)).entry?.length ?? 0;
  await open(page);
  await page.keyboard.type('nfs iono urgent');
  await read(page, 'Numération');
  await page.keyboard.press('Enter');
  await expect(lines(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Garder comme favori' }).click();
  await page.getByLabel('Nom du favori').fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Gardé\u00a0: ${name}.`)).toBeVisible();
  await expectAccessible(page);
  // Enter kept it, and signed nothing
  expect(await ordered()).toBe(0);
  await page.getByRole('button', { name: 'Signer les 2 lignes' }).click();
  await expect(page.getByText(/^2 lignes signées pour/)).toBeVisible();

  await counted.click(write(page));
  await counted.click(page.getByRole('button', { name: new RegExp(`^Ajouter ${name}`) }));
  await expect(lines(page)).toHaveCount(2);
  await expect(page.getByText(/Rien n’est signé\./)).toBeVisible();
  expect(await ordered()).toBe(2);
  await counted.click(page.getByRole('button', { name: 'Signer les 2 lignes' }));
  await expect(page.getByText(/^2 lignes signées pour/)).toBeVisible();
  expect(counted.count).toBeLessThanOrEqual(3);
  // the words are those of the signature before until they are said again
  await expect.poll(ordered).toBe(4);
  await expect(search(page)).toBeHidden();

  // the account is that of other tests as well
  await open(page);
  await page.getByRole('button', { name: `Supprimer ${name}` }).click();
  await expect(page.getByRole('button', { name: `Rétablir ${name}` })).toBeFocused();
});

test('many lines are typed one after another and signed by one key; a drug is stopped with its reason', async ({
  counted,
}) => {
  const { page } = counted;
  await order(page, 'paracétamol 1 g PO x3/j', '3 fois par jour');
  await open(page);
  for (const [n, [line, words]] of (
    [
      ['furosémide 40 mg PO le matin', 'matin'],
      ['nfs demain', 'Numération'],
    ] as const
  ).entries()) {
    await page.keyboard.type(line);
    await read(page, words);
    await page.keyboard.press('Enter');
    await expect(lines(page)).toHaveCount(n + 1);
    await expect(search(page)).toBeFocused();
  }
  await page.getByRole('button', { name: 'Arrêter paracétamol' }).click();
  const why = page.getByRole('textbox', { name: 'Motif de l’arrêt' });
  await expect(why).toBeFocused();
  // without a reason nothing of the basket is signed
  await page.keyboard.press('Control+Enter');
  await expect(why).toHaveAccessibleDescription('À remplir.');
  await expect(why).toBeFocused();
  await page.keyboard.type('cytolyse');
  await expectAccessible(page);
  await counted.press('Control+Enter');
  await expect(page.getByText(/^3 lignes signées pour/)).toBeVisible();
  expect(counted.count).toBe(1);
  await expect(page.getByRole('row', { name: /furosémide/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /paracétamol/ })).toHaveCount(0);
});

test('what was not understood is marked at its place and orders nothing; a reload loses no letter', async ({
  counted: { page },
}) => {
  await open(page);
  await page.keyboard.type('paracétamol 1 g zorglub x3/j');
  await expect(page.locator('mark')).toHaveText('zorglub');
  await page.keyboard.press('Enter');
  await expect(lines(page)).toHaveCount(0);
  // what stands in the search alone is not signed
  await page.keyboard.press('Control+Enter');
  await expect(search(page)).toHaveAccessibleDescription(/Pas encore dans les champs/);
  await expect(page.getByText(/^Brouillon enregistré/)).toBeVisible();
  await page.reload();
  await expect(search(page)).toHaveValue('paracétamol 1 g zorglub x3/j');
});

test('what the server refuses stays in the basket, with its reason at the field', async ({
  counted: { page },
  fhir,
  patient,
}) => {
  await open(page);
  await page.keyboard.type('paracétamol 1 g PO x3/j');
  await read(page, '3 fois par jour');
  await page.keyboard.press('Enter');
  await lines(page).getByRole('button').first().click();
  // nobody is in a bed: an order of the ward is refused by the server alone
  await page.getByLabel('Lieu').selectOption('inpatient');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByLabel('Lieu')).toHaveAccessibleDescription(/n’est pas hospitalisé/);
  await expect(page.getByLabel('Lieu')).toBeFocused();
  expect((await fhir.search(`MedicationRequest?patient=Patient/${patient.id}`)).entry ?? []).toEqual([]);
  await page.getByLabel('Lieu').selectOption('community');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^Signé pour/)).toBeVisible();
});

test('insulin by the glucose is typed band by band, signed, and read so in the list', async ({
  counted: { page },
  fhir,
  patient,
}) => {
  await open(page);
  await page.keyboard.type('insuline asparte');
  await offered(page, 'insuline asparte');
  await page.keyboard.press('Enter');
  // no words of a typed line are taken for a scale
  const typed = page.getByRole('textbox', { name: 'Posologie en une ligne' });
  await expect(typed).toBeFocused();
  await page.keyboard.type('SC selon glycémie');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/glycémie.*mot non compris/)).toBeVisible();
  await typed.fill('');

  await page.getByRole('checkbox', { name: 'Dose selon la glycémie capillaire' }).check();
  await page.getByLabel('Unité de la glycémie').selectOption('g/L');
  const band = (n: number, what: string) =>
    page.getByRole('textbox', { name: `Tranche ${n}\u00a0: ${what}`, exact: true });
  await band(1, 'moins de').focus();
  // past the button that takes a band out stands the next one
  for (const words of ['0,7', '0', 'resucrer', '', '1,5', '4', '', '', '2,5', '6', '', '', '8']) {
    await page.keyboard.type(words);
    await page.keyboard.press('Tab');
  }
  await expect(band(4, 'dose')).toHaveValue('8');
  await page.getByLabel('Avant les repas').check();
  await page.getByLabel('Voie', { exact: true }).selectOption('subcutaneous');
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^Signé pour .*insuline asparte/)).toBeVisible();
  const row = page.getByRole('row', { name: /insuline asparte/ });
  for (const words of [
    /moins de 0,7\sg\/L\s: aucune dose, resucrer/,
    /de 0,7 à moins de 1,5\sg\/L\s: 4\sUI/,
    /2,5\sg\/L et plus\s: 8\sUI/,
  ])
    await expect(row).toContainText(words);
  const { entry } = await fhir.search(`MedicationRequest?patient=Patient/${patient.id}`);
  const [request] = entry?.map(({ resource }) => resource) ?? [];
  expect(request).toMatchObject({
    dosageInstruction: [{ text: expect.stringContaining('2,5 g/L et plus : 8 UI') }],
  });
  expect(JSON.stringify(request)).not.toContain('doseAndRate');

  // renewed, it is the same scale
  await page.getByRole('button', { name: 'Renouveler insuline asparte' }).click();
  await page.getByRole('button', { name: 'Signer la ligne' }).click();
  await expect(page.getByText(/^Signé pour .*insuline asparte \(renouvelé\)/)).toBeVisible();
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(/2,5\sg\/L et plus\s: 8\sUI/);
});
