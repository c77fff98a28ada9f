import { expect, type Page } from '@playwright/test';

/** The dialog in which a closed chart is opened in an emergency, opened from that chart. */
export async function emergencyDialog(page: Page) {
  const dialog = page.getByRole('dialog', { name: /^Accéder en urgence au dossier de/ });
  // a press before the page is alive does nothing: whoever sees nothing happen presses again
  await expect(async () => {
    await page.getByRole('button', { name: /^Accéder en urgence/ }).click({ timeout: 2_000 });
    await expect(dialog).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 20_000 });
  return dialog;
}
