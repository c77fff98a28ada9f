import { everyAccount } from './accounts.ts';
import { expect, test } from './fixtures.ts';
import { accountButton, signOut } from './pages/shell.ts';
import {
  expectWrongPassword,
  goToProvider,
  signIn,
  signOutAtProvider,
  submitAccount,
} from './pages/sign-in.ts';

for (const account of everyAccount) {
  test(`${account.username} signs in and is named`, async ({ freshPage }) => {
    const page = await freshPage();
    await signIn(page, account.username);
    await expect(accountButton(page)).toContainText(account.family);
  });
}

test('a wrong password is said at the form and opens nothing', async ({ freshPage, stack }) => {
  const page = await freshPage();
  await goToProvider(page);
  await submitAccount(page, 'pharmacien', 'not the password');
  await expectWrongPassword(page);
  await page.goto(`${stack.publicUrl}/patients`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test('sign-in goes back to the page that was asked for', async ({ freshPage, patient }) => {
  const page = await freshPage();
  await page.goto(`/patients/${patient.id}/problems`);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await submitAccount(page, 'medecin');
  await expect(page).toHaveURL(new RegExp(`/patients/${patient.id}/problems$`));
});

test('the browser holds one opaque cookie that scripts cannot read, and no token', async ({ freshPage }) => {
  const page = await freshPage();
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    if (/\/(oidc|realms)\//.test(response.url())) return; // the provider's own pages
    if (/json|html|javascript|x-component/.test(response.headers()['content-type'] ?? ''))
      bodies.push(response.text().catch(() => ''));
  });
  await signIn(page, 'infirmier');
  const session = (await page.context().cookies()).filter((cookie) => /keneya-session/.test(cookie.name));
  expect(session).toHaveLength(1);
  expect(session[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  expect(session[0]?.value).toMatch(/^[\w-]{43}$/);
  expect(
    await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie),
  ).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
  // a JSON Web Token in any answer of the application would end up here
  expect((await Promise.all(bodies)).filter((body) => /eyJ[\w-]{20,}\.eyJ[\w-]{20,}\./.test(body))).toEqual(
    [],
  );
});

test('sign-out ends our session and the provider’s', async ({ freshPage }) => {
  const page = await freshPage();
  await signIn(page, 'radiologue');
  const before = await page.context().cookies();
  await signOut(page);
  await expect(page).toHaveURL(/\/sign-in/);
  // the old cookie opens nothing any more, even when it is put back
  await page.context().addCookies(before.filter((cookie) => /keneya-session/.test(cookie.name)));
  await page.goto('/patients');
  await expect(page).toHaveURL(/\/sign-in/);
  // the provider asks for the password again
  await goToProvider(page, '/patients');
});

test('a logout at the provider ends our session at once', async ({ freshPage, stack }) => {
  const page = await freshPage();
  await signIn(page, 'infirmier', '/patients');
  const provider = await page.context().newPage();
  await signOutAtProvider(provider, stack.settings['OIDC_ISSUER'] ?? '');
  const answer = await page.request.get('/bff/session', { headers: { 'x-keneya-request': '1' } });
  expect(answer.status()).toBe(401);
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in/);
});
