import { expect, expectAccessible, test } from './fixtures.ts';
import { openSearch, result, searchField } from './pages/patients.ts';

/** Letters alone, of nobody else: names of the civil registry have no figures. */
const unique = () =>
  [...crypto.getRandomValues(new Uint8Array(7))].map((byte) => 'BCDFGLMPRTVZ'[byte % 12]).join('a');

test('a secretary registers somebody by the keyboard alone, finds them, and is told when they come again', async ({
  signedInPage,
}) => {
  const [family, given] = [`Zx${unique()}`, `Q${unique().toLowerCase()}`];
  const one = (from: number, to: number) => from + Math.floor(Math.random() * (to - from + 1));
  const date = `${one(10, 28)}/${one(10, 12)}/${one(1931, 1999)}`;
  const page = await signedInPage('secretary');
  const named = new RegExp(`^${family} ${given}`, 'i');
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const press = (key: string) => page.keyboard.press(key);
  await openSearch(page);
  await searchField(page).focus();
  await page.keyboard.type(`${family} ${given} ${date}`);
  await expect(page.getByText('Aucun patient ne correspond.')).toBeVisible();
  await press('Tab');
  await expect(
    page.getByRole('main').getByRole('link', { name: 'Enregistrer un patient' }).last(),
  ).toBeFocused();
  await press('Enter');

  // what was searched stands in the form
  await expect(field('Nom de naissance')).toBeFocused();
  await expect(field('Nom de naissance')).toHaveValue(family);
  await expect(field('Premier prénom de naissance')).toHaveValue(given);
  await expect(field('Date de naissance')).toHaveValue(date);
  await expect(page.getByText('Aucune identité ressemblante.').first()).toBeVisible();
  await expectAccessible(page);
  await press('Control+Enter');
  await expect(page.getByText('2 champs sont à corriger')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Féminin' })).toBeFocused();
  await press('Space');
  await press('Enter');
  await press('Enter');
  const place = page.getByRole('combobox', { name: 'Commune ou pays de naissance' });
  await expect(place).toBeFocused();
  // a place of the list brings its code along
  await page.keyboard.type('Maroc');
  await expect(page.locator('datalist option[value="Maroc (99350)"]')).toBeAttached();
  await place.fill('Maroc (99350)');
  await expect(place).toHaveValue('Maroc');
  await expect(field('Code du lieu de naissance')).toHaveValue('99350');
  await expect(page.getByText(/^Brouillon enregistré à \d/)).toBeVisible();
  await press('Control+Enter');
  await expect(page.getByRole('heading', { name: named })).toBeFocused();
  await expect(page.getByText(/^8\d+$/)).toBeVisible();
  await expectAccessible(page);

  // found by the search at once
  await openSearch(page);
  await searchField(page).focus();
  await page.keyboard.type(family);
  await expect(result(page, new RegExp(family, 'i'))).toBeVisible();

  // the same once more: shown, and not registered beside it
  await page.goto('/identities/new');
  await expect(field('Nom de naissance')).toBeFocused();
  await page.keyboard.type(family);
  await press('Enter');
  await page.keyboard.type(given);
  await press('Enter');
  await press('Enter');
  await press('Space');
  await press('Enter');
  await page.keyboard.type(date.replaceAll('/', ''));
  await press('Enter');
  await press('Enter');
  await page.keyboard.type('99350');
  await press('Control+Enter');
  const list = page.getByRole('group', { name: 'Peut-être déjà enregistré' });
  await expect(list).toBeFocused();
  await expect(list.getByText('Très probablement la même personne')).toBeVisible();
  await expect(list.getByRole('alert')).toContainText('Avant d’enregistrer');
  await expect(field('Nom de naissance')).toHaveValue(family);
  await expectAccessible(page);

  // who is somebody else is registered beside them, and both wait to be told apart
  await press('Tab');
  await press('Tab');
  await press('Space');
  await press('Control+Enter');
  await expect(page.getByRole('heading', { name: named })).toBeFocused();
  await page.goto('/identities');
  const suspects = page.locator('#suspects').getByRole('listitem');
  const pair = suspects.filter({ hasText: family.toUpperCase() }).first();
  await expect(pair).toBeVisible();
  await expectAccessible(page);
  await pair.getByRole('button', { name: /^Deux personnes différentes/ }).click();
  const question = page.getByRole('alertdialog', { name: 'Deux personnes différentes ?' });
  await expect(question).toContainText('jusqu’à ce que quelqu’un revienne sur cette décision');
  await question.getByRole('button', { name: 'Deux personnes différentes' }).click();
  await expect(suspects.filter({ hasText: family.toUpperCase() })).toHaveCount(0);

  // and what was said is taken back
  const judged = page.getByRole('listitem').filter({ hasText: 'sont deux personnes différentes' });
  const decision = judged.filter({ hasText: family.toUpperCase() });
  await expect(decision).toContainText('Noté par');
  await expectAccessible(page);
  await decision.getByRole('button', { name: /^Revenir sur cette décision/ }).click();
  await page
    .getByRole('alertdialog', { name: 'Revenir sur cette décision ?' })
    .getByRole('button', { name: 'Revenir sur cette décision' })
    .click();
  await expect(suspects.filter({ hasText: family.toUpperCase() })).toHaveCount(1);
});

test('twins are registered with their mother by the ward, have bracelets at once, and open to nobody by it', async ({
  signedInPage,
}) => {
  const family = `Zm${unique()}`;
  const one = (from: number, to: number) => from + Math.floor(Math.random() * (to - from + 1));
  const date = `${one(10, 28)}/${one(10, 12)}/${one(1985, 2003)}`;
  const reception = await signedInPage('secretary');
  await reception.goto('/identities/new');
  const typed = (page: typeof reception, name: string) => page.getByRole('textbox', { name, exact: true });
  await typed(reception, 'Nom de naissance').fill(family);
  await typed(reception, 'Premier prénom de naissance').fill('Zoé');
  await reception.getByRole('radio', { name: 'Féminin' }).check();
  await typed(reception, 'Date de naissance').fill(date);
  await typed(reception, 'Code du lieu de naissance').fill('37261');
  await reception.keyboard.press('Control+Enter');
  await expect(reception.getByRole('heading', { name: /enregistrement fait/ })).toBeFocused();

  const page = await signedInPage('nurse');
  await openSearch(page);
  await page.getByRole('main').getByRole('link', { name: 'Nouveau-né' }).click();
  await expect(typed(page, 'Nom de naissance de la mère')).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type(family);
  await page.keyboard.press('Enter');
  await page.keyboard.type(date.replaceAll('/', ''));
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'C’est elle' }).click();
  await page.getByRole('radio', { name: '2', exact: true }).check();
  for (const n of [1, 2])
    await page
      .getByRole('group', { name: `Enfant ${n}` })
      .getByRole('radio', { name: 'Féminin' })
      .check();
  // a birth of a day of its own: children without a name who were born together are alike
  const born = new Date(Date.now() - one(2, 300) * 86_400_000).toISOString().slice(0, 10);
  await typed(page, 'Date de naissance').fill(born.split('-').reverse().join('/'));
  await expect(page.getByRole('combobox', { name: 'Commune de naissance' })).toHaveValue('Tours');
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: '2 enfants enregistrés' })).toBeFocused();
  await expectAccessible(page);
  const bracelet = await page.getByRole('link', { name: 'Bracelet de l’enfant 2' }).getAttribute('href');
  const file = await page.request.get(bracelet ?? '');
  expect(file.headers()['content-type']).toContain('application/pdf');
  // nothing that is closed to her is offered; the reception opens the child, and the mother stands with it
  await expect(page.getByText('Le bureau des entrées ouvre cette identité.', { exact: false })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Ouvrir l’identité' })).toHaveCount(0);
  const [, child] = /patients\/([^/]+)/.exec(bracelet ?? '') ?? [];
  await reception.goto(`/patients/${child}/identity`);
  await expect(reception.getByText(new RegExp(`ZOE ${family}`, 'i')).first()).toBeVisible();
});

test('somebody who cannot say who they are has a number in one step, and a name later', async ({
  signedInPage,
}) => {
  const bedside = await signedInPage('nurse');
  await openSearch(bedside);
  await bedside.getByRole('link', { name: 'Patient inconnu' }).click();
  const dialog = bedside.getByRole('dialog');
  await dialog.getByLabel('Âge approximatif, en années').fill('40');
  await dialog.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(bedside.getByRole('dialog', { name: /^INCONNU / })).toBeVisible();
  await expect(
    bedside.getByText('Le bureau des entrées ouvre cette identité.', { exact: false }),
  ).toBeVisible();
  const link = bedside.getByRole('link', { name: 'Bracelet' });
  const [, id] = /patients\/([^/]+)/.exec((await link.getAttribute('href')) ?? '') ?? [];
  // as long as nothing ties a nurse to the patient, the reception names them
  const page = await signedInPage('secretary');
  await page.goto(`/identities/${id}`);
  await expect(page.getByRole('textbox', { name: 'Nom de naissance', exact: true })).toHaveValue('INCONNU');
  await expectAccessible(page);
  const family = `Zy${unique()}`;
  await page.getByRole('radio', { name: 'Erreur de saisie' }).check();
  await page.getByRole('textbox', { name: 'Nom de naissance', exact: true }).fill(family);
  await page.getByRole('textbox', { name: 'Premier prénom de naissance', exact: true }).fill('Paul');
  await page.getByRole('radio', { name: 'Masculin' }).check();
  await page.getByRole('checkbox', { name: 'Identité fictive' }).uncheck();
  await page.getByLabel('Pièce d’identité vue').selectOption('identity-card');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('validée', { exact: false }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Retour à l’identité' }).click();
  await expect(page).toHaveURL(`/patients/${id}/identity`);
  await expect(page.getByText(family.toUpperCase()).first()).toBeVisible();
});

test('what is typed of an identity outlives its page, and is gone once it is given up', async ({
  signedInPage,
}) => {
  const family = `Zk${unique()}`;
  const page = await signedInPage('secretary');
  await page.goto('/identities/new');
  const name = (of: typeof page) => of.getByRole('textbox', { name: 'Nom de naissance', exact: true });
  await expect(page).toHaveURL(/form=/);
  const saved = page.waitForResponse(/session\.saveDraft/);
  await name(page).fill(family);
  expect((await saved).status()).toBe(200);
  // the same form in another tab, as after signing in once more; the tab beside it begins its own
  const again = await page.context().newPage();
  await again.goto(page.url());
  await expect(name(again)).toHaveValue(family);
  await expect(again.getByText(/^Saisie reprise/)).toBeVisible();
  const other = await page.context().newPage();
  await other.goto('/identities/new');
  await expect(name(other)).toHaveValue('');
  await again.getByRole('button', { name: 'Recommencer' }).click();
  await expect(name(again)).toHaveValue('');
});
