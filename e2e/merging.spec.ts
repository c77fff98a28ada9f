import { expect, expectAccessible, test } from './fixtures.ts';

test('two records of one person become one, the old one leads on, and all of it is undone', async ({
  signedInPage,
}) => {
  const page = await signedInPage('secretary');
  await page.goto('/identities');
  const pair = page.getByRole('listitem').filter({ hasText: 'BRUNET' }).first();
  const [, oneId] = /patients\/([^/]+)/.exec(
    (await pair.getByRole('link').first().getAttribute('href')) ?? '',
  ) ?? [''];
  await pair.getByRole('link', { name: /^Comparer et fusionner/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Fusionner deux dossiers' })).toBeVisible();
  await expect(page.getByText('Les dates de naissance diffèrent.')).toBeVisible();
  await expectAccessible(page);

  // the record whose identity is trusted more is proposed; the other one's birth date is chosen for once, and the first again
  const kept = page.getByRole('radio', { name: /^Dossier conservé/, checked: true });
  await expect(kept).toHaveCount(1);
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
  const [, keptId] = /patients\/([^/]+)/.exec(page.url()) ?? [''];

  // whoever opens the record that leads on is led on, and told so
  const other = /identities\/([^/]+)/.exec(
    (await merges.getByRole('link', { name: /^Identité de l’autre dossier/ }).getAttribute('href')) ?? '',
  )?.[1];
  expect([oneId, keptId]).toContain(oneId);
  await page.goto(`/patients/${other}/identity`);
  await expect(page).toHaveURL(new RegExp(`/patients/${keptId}/identity`));
  await expect(page.getByText(/Le dossier que vous avez ouvert a été fusionné avec celui-ci/)).toBeVisible();
  await expectAccessible(page);

  // all of it is undone
  await page.getByRole('button', { name: 'Annuler la fusion' }).click();
  const undo = page.getByRole('alertdialog', { name: 'Annuler cette fusion ?' });
  await undo.getByRole('button', { name: 'Annuler la fusion' }).click();
  await expect(page.getByText(/Fusion annulée le/)).toBeVisible();
  await page.goto(`/patients/${other}/identity`);
  await expect(page.getByRole('region', { name: /Fusions de ce dossier/ })).toContainText('Fusion annulée');
  await expect(page).toHaveURL(new RegExp(`/patients/${other}/identity`));
});
