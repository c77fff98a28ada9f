import { expect, expectAccessible, test } from './fixtures.ts';

test('the pharmacist sees the rules, and rehearses them over the orders of the record', async ({
  signedInPage,
}) => {
  const page = await signedInPage('pharmacist');
  await page.goto('/');
  await page.getByRole('link', { name: 'Règles', exact: true }).click();
  await expect(page).toHaveURL(/\/safety$/);
  const never = page.getByRole('row').filter({ hasText: 'Méthotrexate : une prise par semaine' }).first();
  await expect(never).toContainText('toujours active');
  await expectAccessible(page, 'rules of safety');
  await page.getByRole('button', { name: 'Lancer une répétition' }).click();
  await expect(page.getByText(/^Terminée/)).toBeVisible({ timeout: 120_000 });
});

test('who is no pharmacist and no administrator has no such page; everybody has “about”', async ({
  signedInPage,
}) => {
  const page = await signedInPage('doctor');
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Règles', exact: true })).toHaveCount(0);
  await page.goto('/about');
  await expect(page.getByText('Ce n’est pas un dispositif médical.')).toBeVisible();
  await expectAccessible(page, 'about');
});
