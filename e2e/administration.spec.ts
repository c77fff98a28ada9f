import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';
import { accountButton } from './pages/shell.ts';
import { expectDeactivated, goToProvider, signIn, submitAccount } from './pages/sign-in.ts';

const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name: `Compte de ${name}` });
const confirm = (page: Page) => page.getByRole('alertdialog');

async function openPerson(page: Page, username: string, name: string) {
  await page.goto('/administration/people');
  await page.getByRole('searchbox', { name: 'Rechercher un compte' }).fill(username);
  await expect(page.getByText('1 compte', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: `Gérer le compte de ${name}` }).click();
  await expect(dialogOf(page, name)).toBeVisible();
  return dialogOf(page, name);
}

test('the administrator finds a person among the accounts, and cannot touch their own', async ({
  signedInPage,
}) => {
  const page = await signedInPage('admin');
  await page.goto('/');
  await page.getByRole('link', { name: 'Comptes', exact: true }).click();
  await expect(page).toHaveURL(/\/administration\/people$/);
  const row = page.getByRole('row').filter({ hasText: 'medecin2' });
  await expect(row).toContainText('Dr Antoine Delmas');
  await expect(row).toContainText('Médecin');
  await expect(row).toContainText('médecine interne');
  const own = await openPerson(page, 'admin', 'Marc Petit');
  await expect(own.getByText('C’est votre propre compte')).toBeVisible();
  await expect(own.getByRole('button', { name: 'Désactiver le compte' })).toHaveCount(0);
  await expect(own.getByRole('combobox')).toHaveCount(0);
  await expectAccessible(page, 'own account');
});

test('a deactivated account is out on its next click, cannot sign in, and is let in again', async ({
  signedInPage,
  freshPage,
  newState,
  account: { username, name },
}) => {
  const theirs = await freshPage({ storageState: await newState(username) });
  const page = await signedInPage('admin');
  const dialog = await openPerson(page, username, name);
  await dialog.getByRole('button', { name: 'Désactiver le compte' }).click();
  await expect(confirm(page)).toContainText(`${name} ne peut plus se connecter`);
  await expect(confirm(page).getByRole('button', { name: 'Annuler' })).toBeFocused();
  await expectAccessible(page, 'question before deactivating');
  await page.keyboard.press('Escape');
  await expect(confirm(page)).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Désactiver le compte' }).click();
  await confirm(page).getByRole('button', { name: 'Désactiver' }).click();
  await expect(dialog.getByRole('status')).toHaveText(`Le compte de ${name} est désactivé.`);

  await theirs.goto('/patients');
  await expect(theirs).toHaveURL(/\/sign-in/);
  await goToProvider(theirs);
  await submitAccount(theirs, username);
  await expectDeactivated(theirs);

  await dialog.getByRole('button', { name: 'Réactiver le compte' }).click();
  await confirm(page).getByRole('button', { name: 'Réactiver' }).click();
  await expect(dialog.getByRole('status')).toHaveText(`Le compte de ${name} est réactivé.`);
  await signIn(theirs, username);
});

test('a changed role ends the session and holds from the next sign-in', async ({
  signedInPage,
  freshPage,
  newState,
  account: { username, name },
}) => {
  const theirs = await freshPage({ storageState: await newState(username) });
  const page = await signedInPage('admin');
  const dialog = await openPerson(page, username, name);
  await dialog
    .getByRole('combobox', { name: 'Rôle dans l’application' })
    .selectOption({ label: 'Secrétaire' });
  await dialog.getByRole('button', { name: 'Changer le rôle' }).click();
  await expect(confirm(page)).toContainText(`${name} passe de « Médecin » à « Secrétaire »`);
  await confirm(page).getByRole('button', { name: 'Changer le rôle' }).click();
  await expect(dialog.getByRole('status')).toHaveText(`${name} a maintenant le rôle « Secrétaire ».`);
  await theirs.goto('/patients');
  await expect(theirs).toHaveURL(/\/sign-in/);
  await signIn(theirs, username);
  await expect(accountButton(theirs)).toContainText('Secrétaire');
});

test('a service is joined and left, in the record', async ({
  signedInPage,
  fhir,
  account: { username, name, practitioner },
}) => {
  const services = async () =>
    ((await fhir.search(`PractitionerRole?practitioner=${practitioner}&active=true`)).entry ?? [])
      .map((e) => (e.resource?.['organization'] as { reference: string }).reference)
      .sort();
  const page = await signedInPage('admin');
  const dialog = await openPerson(page, username, name);
  await dialog
    .getByRole('combobox', { name: 'Ajouter un service' })
    .selectOption({ label: 'Service d’oncologie médicale' });
  await dialog.getByRole('button', { name: 'Ajouter' }).click();
  await confirm(page).getByRole('button', { name: 'Ajouter au service' }).click();
  await expect(dialog.getByRole('status')).toHaveText(
    `${name} appartient maintenant à Service d’oncologie médicale.`,
  );
  await expect.poll(services).toEqual(['Organization/org-cardiologie', 'Organization/org-oncologie']);
  await dialog.getByRole('button', { name: 'Retirer de Service de cardiologie' }).click();
  await confirm(page).getByRole('button', { name: 'Retirer du service' }).click();
  await expect(dialog.getByRole('status')).toHaveText(`${name} n’appartient plus à Service de cardiologie.`);
  await expect.poll(services).toEqual(['Organization/org-oncologie']);
});

test('a session is closed from the list, and the screen it was on is out', async ({
  signedInPage,
  freshPage,
  account: { username, name },
}) => {
  const theirs = await freshPage();
  await signIn(theirs, username);
  const page = await signedInPage('admin');
  await page.goto('/administration/sessions');
  const grid = page.getByRole('grid', { name: 'Sessions' });
  await expect(grid.getByText('La vôtre').first()).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filtrer le tableau' }).fill(username);
  await expect(grid.getByRole('row').filter({ hasText: name })).toContainText('Chrome');
  await grid.getByRole('button', { name: `Fermer la session de ${name}` }).click();
  await expect(confirm(page)).toContainText(`Fermer la session de ${name} ?`);
  await expectAccessible(page, 'question before closing a session');
  await confirm(page).getByRole('button', { name: 'Fermer la session' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: `La session de ${name} est fermée.` }),
  ).toBeVisible();
  await theirs.goto('/patients');
  await expect(theirs).toHaveURL(/\/sign-in/);
});

test('emergency settings are checked, saved, and kept from overwriting each other', async ({
  signedInPage,
}) => {
  const page = await signedInPage('admin');
  await page.goto('/administration/settings');
  const minutes = page.getByRole('textbox', { name: 'Durée d’un accès' });
  const save = page.getByRole('button', { name: 'Enregistrer' });
  await minutes.fill('3');
  await save.click();
  await expect(minutes).toHaveAccessibleDescription(/Saisissez un nombre entier de 5 à 480\./);
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Un champ est à corriger');
  await expect(minutes).toBeFocused();
  await minutes.fill('45');
  const other = await signedInPage('admin');
  await other.goto('/administration/settings');
  await other.getByRole('textbox', { name: 'Durée d’un accès' }).fill('90');
  await other.keyboard.press('Control+Enter');
  await expect(other.getByText('Les réglages sont enregistrés.')).toBeVisible();
  await save.click();
  const both = page.getByRole('group', { name: 'Ces réglages ont été modifiés entre-temps' });
  await expect(both).toBeFocused();
  await expect(both.getByRole('definition')).toContainText(['90', '45']);
  await expect(minutes).toHaveValue('45');
  await page.getByRole('button', { name: 'Garder ma saisie' }).click();
  await expect(page.getByText('Les réglages sont enregistrés.')).toBeVisible();
  await other.reload();
  await expect(other.getByRole('textbox', { name: 'Durée d’un accès' })).toHaveValue('45');
  await expect(other.getByRole('main').getByText(/Modifiés par Marc Petit/)).toBeVisible();
  await minutes.fill('60');
  await save.click();
  await expect(page.getByText('Les réglages sont enregistrés.')).toBeVisible();
});

for (const role of ['doctor', 'dpo'] as const) {
  test(`nothing of administration is open to a ${role}`, async ({ signedInPage }) => {
    const page = await signedInPage(role);
    for (const address of ['people', 'sessions', 'settings']) {
      await page.goto(`/administration/${address}`);
      await expect(page.getByRole('main').getByText('Accès non autorisé')).toBeVisible();
    }
    await expect(
      page
        .getByRole('navigation', { name: 'Navigation principale' })
        .getByRole('link', { name: /Comptes|Sessions|Réglages/ }),
    ).toHaveCount(0);
  });
}
