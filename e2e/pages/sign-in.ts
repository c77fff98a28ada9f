import { expect, type Page } from '@playwright/test';
import { password as demoPassword } from '../accounts.ts';

/** From wherever the page is sent to sign in, to the provider's form. */
export async function goToProvider(page: Page, address = '/') {
  await page.goto(address);
  await page.getByRole('button', { name: /^(Se connecter|Sign in)$/ }).click();
  await expect(page.getByLabel(/^(Identifiant|User name)$/)).toBeVisible();
}

/** Fills in the provider's form. */
export async function submitAccount(page: Page, username: string, password = demoPassword) {
  await page.getByLabel(/^(Identifiant|User name)$/).fill(username);
  await page.getByLabel(/^(Mot de passe|Password)$/).fill(password);
  await page.getByRole('button', { name: /^(Se connecter|Sign in)$/ }).click();
}

/** The whole way: ends on a page of the application that shows who is signed in. */
export async function signIn(page: Page, username: string, address = '/') {
  await goToProvider(page, address);
  await submitAccount(page, username);
  await expect(page.getByRole('banner').first()).toBeVisible();
  await expect(page).not.toHaveURL(/sign-in|\/oidc\//);
}
