import { expect, test } from './fixtures.ts';
import { banner } from './pages/chart.ts';
import { searchField } from './pages/patients.ts';
import { accountButton } from './pages/shell.ts';
import { userNameField } from './pages/sign-in.ts';

test('from the door to a result and back out, without a mouse', async ({ freshPage, patient }) => {
  const page = await freshPage();
  const press = (key: string) => page.keyboard.press(key);
  await page.goto('/patients');
  await expect(page.getByRole('button', { name: 'Se connecter' })).toBeFocused();
  await press('Enter');
  await expect(userNameField(page)).toBeFocused();
  await page.keyboard.type('medecin');
  await press('Tab');
  await page.keyboard.type('demo');
  await press('Enter');

  await expect(searchField(page)).toBeFocused();
  await page.keyboard.type(patient.family);
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await press('Enter');
  await expect(banner(page)).toContainText(patient.family.toUpperCase());

  // first stop of the page: past the navigation to the content
  await page.reload();
  await expect(banner(page)).toBeVisible();
  await press('Tab');
  await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeFocused();
  await press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await press('g');
  await press('p');
  await expect(page).toHaveURL(/\/problems$/);
  await press('g');
  await press('v');
  await expect(page).toHaveURL(/\/vitals$/);
  await press('?');
  await expect(page.getByRole('dialog', { name: 'Raccourcis clavier' })).toBeVisible();
  await press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await press('Control+k');
  await page.keyboard.type('agenda');
  await expect(page.getByRole('option', { name: /Agenda/ }).first()).toBeVisible();
  await press('Enter');
  await expect(page).toHaveURL(/\/agenda/);

  await accountButton(page).focus();
  await press('Enter');
  await expect(page.getByRole('button', { name: 'Se déconnecter' })).toBeVisible();
  await page.getByRole('button', { name: 'Se déconnecter' }).focus();
  await press('Enter');
  await expect(page).toHaveURL(/\/sign-in/);
});
