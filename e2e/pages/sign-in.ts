import { expect, type Page } from '@playwright/test';
import { password as demoPassword } from '../accounts.ts';

// The form is the identity provider's: the embedded one's words, or Keycloak's.
const userName = /^(Identifiant|User name|Nom d.utilisateur|Username)$/;
const send = /^(Se connecter|Sign in|Connexion)$/i;

/** From wherever the page is sent to sign in, to the provider's form. */
export async function goToProvider(page: Page, address = '/') {
  await page.goto(address);
  await page.getByRole('button', { name: /^(Se connecter|Sign in)$/ }).click();
  await expect(page.getByRole('textbox', { name: userName })).toBeVisible();
}

/** Fills in the provider's form. */
export async function submitAccount(page: Page, username: string, password = demoPassword) {
  await page.getByRole('textbox', { name: userName }).fill(username);
  await page.getByRole('textbox', { name: /^(Mot de passe|Password)$/ }).fill(password);
  await page.getByRole('button', { name: send }).click();
}

/** The whole way: ends on a page of the application that shows who is signed in. */
export async function signIn(page: Page, username: string, address = '/') {
  await goToProvider(page, address);
  await submitAccount(page, username);
  await expect(page.getByRole('banner').first()).toBeVisible();
  await expect(page).not.toHaveURL(/sign-in|\/oidc\/|\/realms\//);
}
