import { expect, expectAccessible, test } from './fixtures.ts';

test('two records of one person become one, the old one leads on, and all of it is undone', async ({
  signedInPage,
}) => {
  const page = await signedInPage('secretary');
  await page.goto('/identities');
  const pair = page.getByRole('listitem').filter({ hasText: 'BRUNET' }).first();
  const idOf = (address: string | null) => /(?:patients|identities)\/([^/?]+)/.exec(address ?? '')?.[1];
  const people = pair.getByRole('columnheader').getByRole('link');
  const ids = await Promise.all([0, 1].map(async (i) => idOf(await people.nth(i).getAttribute('href'))));
  await pair.getByRole('link', { name: /^Comparer et fusionner/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Fusionner deux dossiers' })).toBeVisible();
  await expect(page.getByText('Les dates de naissance diffèrent.')).toBeVisible();
  await expectAccessible(page);

  // one record is proposed, and what it says; the other's birth date may be chosen, and taken back
  await expect(page.getByRole('radio', { name: /^Dossier conservé/, checked: true })).toHaveCount(1);
  const dates = page.getByRole('radio', { name: /^Date de naissance/ });
  await dates.and(page.getByRole('radio', { checked: false })).check();
  await expect(dates.and(page.getByRole('radio', { checked: true }))).toHaveCount(1);
  await dates.and(page.getByRole('radio', { checked: false })).check();
  await page.getByRole('button', { name: 'Fusionner' }).click();
  const question = page.getByRole('alertdialog', { name: 'Fusionner ces deux dossiers ?' });
  await expectAccessible(page);
  // what was warned of is looked at first
  await expect(question.getByRole('button', { name: 'Fusionner' })).toHaveAttribute('aria-disabled', 'true');
  await question.getByRole('checkbox', { name: 'J’ai vérifié ces points' }).check();
  await question.getByRole('button', { name: 'Fusionner' }).click();
  await expect(page.getByRole('heading', { name: 'Les deux dossiers n’en font plus qu’un' })).toBeFocused();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Ouvrir l’identité conservée' }).click();
  const merges = page.getByRole('region', { name: /Fusions de ce dossier/ });
  await expect(merges).toContainText('a été fusionné dans ce dossier');
  await expectAccessible(page);
  const keptId = idOf(page.url());

  // whoever opens the record that leads on is led on, and told so
  const other = idOf(
    await merges
      .getByRole('link', { name: /^Identité de l’autre dossier/ })
      .first() // the latest one: they may have been merged and parted before
      .getAttribute('href'),
  );
  expect([keptId, other].sort()).toEqual(ids.sort());
  await page.goto(`/patients/${other}/identity`);
  await expect(page).toHaveURL(new RegExp(`/patients/${keptId}/identity`));
  await expect(page.getByText(/Le dossier que vous avez ouvert a été fusionné avec celui-ci/)).toBeVisible();
  await expectAccessible(page);

  // all of it is undone
  await page.getByRole('button', { name: 'Annuler la fusion' }).click();
  const undo = page.getByRole('alertdialog', { name: 'Annuler cette fusion ?' });
  await undo.getByRole('button', { name: 'Annuler la fusion' }).click();
  await expect(page.getByRole('button', { name: 'Annuler la fusion' })).toHaveCount(0);
  await expect(page.getByText(/Fusion annulée le/).first()).toBeVisible();
  await page.goto(`/patients/${other}/identity`);
  await expect(page.getByRole('region', { name: /Fusions de ce dossier/ })).toContainText('Fusion annulée');
  await expect(page).toHaveURL(new RegExp(`/patients/${other}/identity`));
});
