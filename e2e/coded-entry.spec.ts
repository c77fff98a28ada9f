import type { Page } from '@playwright/test';
import { expect, expectAccessible, test as base } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

const field = (page: Page) => page.getByRole('combobox', { name: 'Problème ou diagnostic' });
const lines = (page: Page) => page.getByRole('listbox').getByRole('option');
/** Types into the field, until the lines shown are those of the whole text: while they are still of another none can be chosen. */
async function typeAndAwait(page: Page, text: string, first: string) {
  await page.keyboard.type(text);
  await expect(lines(page).first()).toContainText(first);
  await expect(lines(page).first()).toHaveAttribute('aria-disabled', 'false');
}
const typeHta = (page: Page) => typeAndAwait(page, 'hta', 'HTA : hypertension artérielle');
async function openForm(page: Page) {
  await page.getByRole('button', { name: 'Ajouter un problème' }).press('Enter');
  await expect(field(page)).toBeFocused();
}
async function save(page: Page) {
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Problème enregistré.')).toBeVisible();
}

/** `form`: a doctor's page with the form open in the patient's chart; `stored`: the one problem that was saved there. */
const test = base.extend<{ form: Page; stored: () => Promise<unknown> }>({
  form: async ({ signedInPage, patient }, use) => {
    const page = await signedInPage('doctor');
    await openChart(page, patient.id, 'problems');
    await openForm(page);
    await use(page);
  },
  stored: async ({ fhir, patient }, use) =>
    use(async () => (await fhir.search(`Condition?patient=Patient/${patient.id}`)).entry?.[0]?.resource),
});

test('a problem is coded by a short form and the keyboard alone, and comes first the next time', async ({
  form: page,
  stored,
}) => {
  await typeHta(page);
  await expect(field(page)).toHaveAttribute('aria-activedescendant', /.+/);
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveValue(/Hypertension/);
  await expect(page.getByText('CIM-10 I10')).toBeVisible();
  await save(page);
  await expect(page.getByRole('row', { name: /Hypertension artérielle/ })).toBeVisible();
  const problem = await stored();
  expect(problem).toMatchObject({
    code: { coding: [{ code: 'I10', userSelected: true }] },
    verificationStatus: { coding: [{ code: 'confirmed' }] },
    recorder: { reference: 'Practitioner/pract-medecin' },
  });
  expect(problem).not.toHaveProperty('meta.tag');

  // with nothing typed yet the field offers what this person uses
  await page.getByRole('button', { name: 'Ajouter un problème' }).press('Enter');
  await field(page).press('ArrowDown');
  await expect(lines(page).filter({ hasText: 'I10' })).toBeVisible();
});

test('a problem is added by 2 clicks and keys beyond what is typed; its whole words are its code', async ({
  signedInPage,
  patient,
  fhir,
}) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, 'problems');
  let count = 0;
  const counted = async (act: Promise<void>) => {
    count += 1;
    await act;
  };
  await counted(page.getByRole('button', { name: 'Ajouter un problème' }).click());
  await expect(field(page)).toBeFocused();
  await typeAndAwait(page, 'asthme à prédominance allergique', 'Asthme à prédominance allergique');
  await counted(page.keyboard.press('Control+Enter'));
  await expect(page.getByText('Problème enregistré.')).toBeVisible();
  expect(count).toBeLessThanOrEqual(2);
  expect((await fhir.search(`Condition?patient=Patient/${patient.id}`)).entry?.[0]?.resource).toMatchObject({
    code: { coding: [{ code: 'J45.0', userSelected: true }] },
  });
});

test('words without a code are kept, and say so', async ({ form: page, stored }) => {
  await page.keyboard.type('Sensation de jambes lourdes');
  await expect(page.getByText('Aucun code trouvé').first()).toBeVisible();
  await page.keyboard.press('Escape'); // the list alone
  await page.keyboard.press('Tab');
  await expect(page.getByText('Ces mots seront enregistrés sans code.')).toBeVisible();
  await expectAccessible(page);
  await save(page);
  await expect(page.getByRole('row', { name: /Sensation de jambes lourdes/ })).toContainText('Non codé');
  const problem = await stored();
  expect(problem).toMatchObject({
    code: { text: 'Sensation de jambes lourdes' },
    meta: { tag: [{ code: 'uncoded' }] },
  });
  expect(problem).not.toHaveProperty('code.coding');
});

test('Ctrl+Enter saves what stands in the field, and chooses no line on the way', async ({
  form: page,
  stored,
}) => {
  await typeHta(page);
  await save(page);
  expect(await stored()).toMatchObject({ code: { text: 'hta' }, meta: { tag: [{ code: 'uncoded' }] } });
});

test('typed slowly, Enter takes the first line of what stands there, never the one that led before', async ({
  form: page,
}) => {
  for (const [word, first] of [
    ['bpco', 'BPCO :'],
    ['irc', 'IRC :'],
  ] as const) {
    await field(page).fill('');
    // as slowly as the lists of each letter come
    await page.keyboard.type(word, { delay: 300 });
    await expect(lines(page).first()).toContainText(first);
    await expect(lines(page).first()).toHaveAttribute('aria-disabled', 'false');
    await expect(field(page)).toHaveAttribute('aria-activedescendant', /-option-0$/);
  }
});

test('a line that was guessed is not chosen by Enter, one that was chosen is read before the next field', async ({
  form: page,
}) => {
  await typeAndAwait(page, 'hypertenssion', 'Hypertension');
  await expect(field(page)).not.toHaveAttribute('aria-activedescendant', /.+/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveValue(/^Hypertension/);
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(field(page)).not.toBeFocused();
});

test('a favourite is kept and offered, what was chosen and typed over is no code any more', async ({
  form: page,
}) => {
  await page.keyboard.type('fibrillation');
  await lines(page).filter({ hasText: 'I48' }).first().click();
  const star = page.getByRole('button', { name: /favori/i });
  // a run that broke off may have left it
  await expect(star).toBeVisible();
  if ((await star.getAttribute('aria-pressed')) === 'true') await star.click();
  await expect(star).toHaveAttribute('aria-pressed', 'false');
  await star.click();
  await expect(star).toHaveAttribute('aria-pressed', 'true');
  await field(page).press('End');
  await page.keyboard.type(' ancienne');
  await expect(star).toBeHidden();
  await field(page).fill('');
  await expect(lines(page).filter({ hasText: 'I48' })).toBeVisible();
  await expect(lines(page).filter({ hasText: 'I48' }).getByRole('img', { name: 'Favori' })).toBeVisible();
  await lines(page).filter({ hasText: 'I48' }).click();
  await star.click(); // as it was for whoever comes next
});

test('what is missing or impossible is said at its field', async ({ form: page }) => {
  await page.keyboard.press('Control+Enter');
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveAttribute('aria-invalid', 'true');
  await typeHta(page);
  await page.keyboard.press('Enter');
  const onset = page.getByRole('textbox', { name: /^Début/ });
  await onset.fill('2999');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Cette date est dans le futur.').first()).toBeVisible();
  await onset.fill('1850');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/Cette date est avant la naissance|Date attendue/).first()).toBeVisible();
  await onset.fill('2019');
  await save(page);
});

test('nobody but a doctor adds a problem', async ({ signedInPage, patient }) => {
  const nurse = await signedInPage('nurse');
  await openChart(nurse, patient.id, 'problems');
  await expect(nurse.getByRole('button', { name: 'Saisir des constantes' })).toBeVisible();
  await expect(nurse.getByRole('button', { name: 'Ajouter un problème' })).toBeHidden();
});
