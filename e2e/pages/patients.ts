import { expect, type Page } from '@playwright/test';

export const searchField = (page: Page) =>
  page.getByRole('searchbox', { name: /^(Rechercher un patient|Search for a patient|Find a patient)$/ });
/** A result of the search; its name holds everything the row shows. */
export const result = (page: Page, text: string | RegExp) =>
  page.getByRole('main').getByRole('listitem').getByRole('link', { name: text });

export async function openSearch(page: Page) {
  await page.goto('/patients');
  await expect(searchField(page)).toBeVisible();
}
