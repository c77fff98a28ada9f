import { expect, test } from './fixtures.ts';

/** The page's scripts come only when the reader has chosen and typed: a slow line, a slow workstation. */
test('what is chosen and typed before the page’s script runs counts', async ({ signedInPage }) => {
  const page = await signedInPage('secretary');
  let letThrough = () => {};
  const chosen = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await chosen;
    await route.continue();
  });
  await page.goto('/agenda?from=2048-02-03&where=all&who=all', { waitUntil: 'commit' });
  const list = page.getByLabel('Professionnel ou salle');
  await list.selectOption({ label: 'Toutes les salles' });
  letThrough();
  await expect(page).toHaveURL(/room=all/);
  await expect(list).toHaveValue('room/all');
  await expect(page.getByRole('list', { name: 'Salle d’échographie 1' })).toBeVisible();
});

test('a filter typed before the page’s script runs is kept and filters', async ({ signedInPage }) => {
  const page = await signedInPage('doctor');
  let letThrough = () => {};
  const typed = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await typed;
    await route.continue();
  });
  await page.goto('/patients/pat-demo/medications', { waitUntil: 'commit' });
  const filter = page.getByRole('searchbox', { name: 'Filtrer le tableau' });
  await filter.fill('zzz');
  letThrough();
  await expect(page.getByText(/^0 sur/)).toBeVisible();
  await expect(filter).toHaveValue('zzz');
});
