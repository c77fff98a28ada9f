import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** Shows the page as the server drew it; its scripts come only when the reader has done something: a slow line, a slow workstation. */
async function beforeScripts(page: Page, address: string, act: () => Promise<void>) {
  let letThrough = () => {};
  const done = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await done;
    await route.continue();
  });
  await page.goto(address, { waitUntil: 'commit' });
  await act();
  letThrough();
}

test('what is chosen from a list before the page’s script runs counts', async ({ signedInPage }) => {
  const page = await signedInPage('secretary');
  const list = page.getByLabel('Professionnel ou salle');
  await beforeScripts(page, '/agenda?from=2048-02-03&where=all&who=all', async () => {
    await list.selectOption({ label: 'Toutes les salles' });
  });
  await expect(page).toHaveURL(/room=all/);
  await expect(list).toHaveValue('room/all');
  await expect(page.getByRole('list', { name: 'Salle d’échographie 1' })).toBeVisible();
});

test('a filter typed before the page’s script runs is kept and filters', async ({ signedInPage }) => {
  const page = await signedInPage('doctor');
  const filter = page.getByRole('searchbox', { name: 'Filtrer le tableau' });
  await beforeScripts(page, '/patients/pat-demo/medications', () => filter.fill('zzz'));
  await expect(page.getByText(/^0 sur/)).toBeVisible();
  await expect(filter).toHaveValue('zzz');
});

test('what is filled into a form before the page’s script runs is what it sends', async ({
  signedInPage,
}) => {
  const page = await signedInPage('secretary');
  const who = page.getByRole('combobox', { name: 'Qui est absent' });
  await beforeScripts(page, '/agenda/absence', async () => {
    await who.selectOption({ label: 'Dr Olivier Perrin' });
    for (const name of ['Du', 'Au (compris)'])
      await page.getByLabel(name, { exact: true }).fill('03/02/2048');
  });
  await page.getByRole('button', { name: 'Voir les rendez-vous' }).click();
  await expect(page).toHaveURL(/2048-02-03/);
  await expect(who.getByRole('option', { selected: true })).toHaveText('Dr Olivier Perrin');
});
