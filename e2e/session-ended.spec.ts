import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';
import { banner, openChart } from './pages/chart.ts';
import { signOut } from './pages/shell.ts';
import { submitAccount } from './pages/sign-in.ts';

/** Next's own announcer is an alert too, and empty. */
const reason = (page: Page) => page.getByRole('alert').filter({ hasText: /\S/ });
const button = (page: Page) => page.getByRole('button', { name: 'Se connecter' });
/** Long enough for a machine under load; without being told, a page asks once in 25 s. */
const atOnce = { timeout: 4_000 };

async function expectClosed(page: Page, words: string | RegExp) {
  await expect(banner(page)).toHaveCount(0, atOnce);
  await expect(reason(page)).toContainText(words);
  await expect(button(page)).toBeFocused();
}
/** The page has its session's stream, or hears of it from the tab that has. */
async function isWatched(page: Page) {
  await expect
    .poll(() => page.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name)))
    .toContainEqual(expect.stringContaining('keneya-session-'));
}

test('signing out in one tab closes the chart in the others, which lead back to the same place', async ({
  freshPage,
  newState,
  patient,
  account: { username },
}) => {
  const page = await freshPage({ storageState: await newState(username) });
  const other = await page.context().newPage();
  await openChart(other, patient.id, 'problems');
  await openChart(page, patient.id);
  await isWatched(page);
  await signOut(page);
  await expectClosed(other, 'Vous vous êtes déconnecté dans un autre onglet');
  await expectAccessible(other, 'signed out in another tab');
  await button(other).press('Enter');
  await submitAccount(other, username);
  await expect(other).toHaveURL(new RegExp(`/patients/${patient.id}/problems$`));
  await expect(banner(other)).toBeVisible();
});

test('a session closed by the administration is closed on that device at once; the browser keeps nothing of it', async ({
  signedInPage,
  freshPage,
  newState,
  patient,
  account: { username, name },
}) => {
  const theirs = await freshPage({ storageState: await newState(username) });
  await theirs.goto('/patients');
  await theirs.evaluate(() => {
    localStorage.setItem('left-by-the-viewer', 'x');
    localStorage.setItem('mui-mode', 'dark');
  });
  await openChart(theirs, patient.id);
  await isWatched(theirs);
  const page = await signedInPage('admin');
  await page.goto('/administration/sessions');
  await page.getByRole('searchbox', { name: 'Filtrer le tableau' }).fill(username);
  await page.getByRole('button', { name: `Fermer la session de ${name}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Fermer la session' }).click();
  await expectClosed(theirs, 'Votre session a été fermée par l’administration');
  await expect(theirs).toHaveURL(/\/sign-in\?reason=administration/);
  // what the viewer stored is gone; how the application looks is not
  expect(
    await theirs.evaluate(() => [
      localStorage.getItem('left-by-the-viewer'),
      localStorage.getItem('mui-mode'),
    ]),
  ).toEqual([null, 'dark']);
});

test('a deactivated account and a changed role say so, on every device, without a click', async ({
  signedInPage,
  freshPage,
  newState,
  patient,
  account: { username, name },
}) => {
  const devices = [
    await freshPage({ storageState: await newState(username) }),
    await freshPage({ storageState: await newState(username) }),
  ];
  for (const device of devices) {
    await openChart(device, patient.id);
    await isWatched(device);
  }
  const page = await signedInPage('admin');
  await page.goto('/administration/people');
  await page.getByRole('searchbox', { name: 'Rechercher un compte' }).fill(username);
  await page.getByRole('button', { name: `Gérer le compte de ${name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Compte de ${name}` });
  await dialog.getByRole('combobox', { name: 'Rôle dans l’application' }).selectOption('nurse');
  await dialog.getByRole('button', { name: 'Changer le rôle' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Changer le rôle' }).click();
  for (const device of devices) await expectClosed(device, 'Votre rôle a été changé par l’administration');

  const [first, second] = devices as [Page, Page];
  await second.close();
  await button(first).press('Enter');
  await submitAccount(first, username);
  await expect(banner(first)).toBeVisible();
  await isWatched(first);
  await dialog.getByRole('button', { name: 'Désactiver le compte' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Désactiver' }).click();
  await expectClosed(first, 'Votre compte a été désactivé par l’administration');
});

test('where no stream comes through, the chart is gone within seconds all the same', async ({
  freshPage,
  newState,
  patient,
  account,
}) => {
  const theirs = await freshPage({ storageState: await newState(account.username) });
  for (const stream of ['**/bff/session/events', '**/trpc/live.chart*'])
    await theirs.route(stream, (route) => route.fulfill({ status: 502 }));
  await openChart(theirs, patient.id);
  await account.deactivate();
  await expect(banner(theirs)).toHaveCount(0, { timeout: 8_000 });
  await expect(reason(theirs)).toContainText('Votre compte a été désactivé');
});

test('somebody else who signs in on the same browser does not leave the chart of the one before open', async ({
  freshPage,
  newState,
  patient,
  account: { username },
}) => {
  const page = await freshPage({ storageState: await newState(username) });
  await openChart(page, patient.id);
  await isWatched(page);
  const other = await page.context().newPage();
  await other.goto('/sign-in?reason=ended&callbackUrl=%2Fagenda');
  await button(other).press('Enter');
  await submitAccount(other, 'secretaire');
  await expect(other).toHaveURL(/\/agenda/);
  // the embedded provider ends its sign-in of the one before, and may be the first to say so
  await expectClosed(page, /Une autre session a été ouverte dans ce navigateur|fermée par le service/);
});
