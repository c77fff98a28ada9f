import { expect, type Page } from '@playwright/test';
import { password as demoPassword } from '../accounts.ts';

// The form is the identity provider's: the embedded one's words, or Keycloak's.
const userName = /^(Identifiant|User name|Nom d.utilisateur|Username)$/;
const send = /^(Se connecter|Sign in|Connexion)$/i;

/** First field of the provider's form. */
export const userNameField = (page: Page, name = userName) => page.getByRole('textbox', { name });

/** From wherever the page is sent to sign in, to the provider's form. */
export async function goToProvider(page: Page, address = '/') {
  await page.goto(address);
  await page.getByRole('button', { name: /^(Se connecter|Sign in)$/ }).click();
  await expect(userNameField(page)).toBeVisible();
}

/** Fills in the provider's form. */
export async function submitAccount(page: Page, username: string, password = demoPassword) {
  await userNameField(page).fill(username);
  await page.getByRole('textbox', { name: /^(Mot de passe|Password)$/ }).fill(password);
  await page.getByRole('button', { name: send }).click();
}

/** Said at the provider's form, which stays. */
const wrongPassword = (page: Page) =>
  page.getByText(/Identifiant ou mot de passe incorrect|Nom d.utilisateur ou mot de passe invalide/);
export const expectWrongPassword = (page: Page) => expect(wrongPassword(page).first()).toBeVisible();

/** Said at the provider's form of an account that an administrator closed. */
export const expectDeactivated = (page: Page) =>
  expect(page.getByText(/[Cc]ompte (est )?désactivé/).first()).toBeVisible();

/** The person signs out at the provider itself, in a page of its own. */
export async function signOutAtProvider(page: Page, issuer: string) {
  const discovery = (await (await page.request.get(`${issuer}/.well-known/openid-configuration`)).json()) as {
    end_session_endpoint: string;
  };
  await page.goto(discovery.end_session_endpoint);
  await page.getByRole('button', { name: /^(Se déconnecter|Oui|Sign out|Déconnexion|Logout)/ }).click();
  await expect(page.getByRole('heading', { name: /^Vous êtes déconnecté/ })).toBeVisible();
}

/** The whole way: ends on a page of the application that shows who is signed in. */
export async function signIn(page: Page, username: string, address = '/') {
  await goToProvider(page, address);
  // Keycloak lets an account sign in once at a time: where two tests are the same person, the second sees the form again
  await expect(async () => {
    await submitAccount(page, username);
    await expect(page.getByRole('banner').or(wrongPassword(page)).first()).toBeVisible();
    await expect(wrongPassword(page)).toHaveCount(0);
  }).toPass({ intervals: [500] });
  await expect(page).not.toHaveURL(/sign-in|\/oidc\/|\/realms\//);
  await expect(page.getByRole('banner').first()).toBeVisible();
}
