import { expect, type Page } from '@playwright/test';

/** The button that names who is signed in. */
export const accountButton = (page: Page) => page.getByRole('button', { name: /^(Compte|Account)/ });

export async function openAccountMenu(page: Page) {
  await accountButton(page).click();
  await expect(page.getByRole('button', { name: /^(Se déconnecter|Sign out)$/ })).toBeVisible();
}

export async function signOut(page: Page) {
  await openAccountMenu(page);
  await page.getByRole('button', { name: /^(Se déconnecter|Sign out)$/ }).click();
}

export async function switchLanguage(page: Page, to: 'Français' | 'English') {
  await page
    .getByRole('group', { name: /^(Langue|Language)$/ })
    .getByRole('button', { name: to })
    .click();
}

/** The palette's field, opened by its keys. */
export async function openPalette(page: Page) {
  const field = page.getByRole('dialog').getByRole('combobox');
  // before the page has come alive the keys fall on nothing; a person presses them again
  await expect(async () => {
    if (!(await field.isVisible())) await page.keyboard.press('Control+k');
    await expect(field).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(field).toBeFocused();
  return field;
}
