import { expect, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';
import { switchLanguage } from './pages/shell.ts';
import { userNameField } from './pages/sign-in.ts';

test('French by default, English at a click, kept across pages, reloads and the provider’s form', async ({
  signedInPage,
  freshPage,
  patient,
}) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(page.getByRole('main').getByRole('heading', { name: 'Problèmes' })).toBeVisible();
  await expect(page.getByText('12/07/1984')).toBeVisible();
  await switchLanguage(page, 'English');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('main').getByRole('heading', { name: 'Problems' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('main').getByRole('heading', { name: 'Problems' })).toBeVisible();
  await switchLanguage(page, 'Français');
  await expect(page.getByRole('main').getByRole('heading', { name: 'Problèmes' })).toBeVisible();

  const door = await freshPage();
  await door.goto('/sign-in');
  await switchLanguage(door, 'English');
  await door.getByRole('button', { name: 'Sign in' }).click();
  await expect(userNameField(door, /^User ?name$/i)).toBeVisible();
});
