import { expect, expectAccessible, test } from './fixtures.ts';
import { goToProvider, submitAccount, userNameField } from './pages/sign-in.ts';

const said = (page: import('@playwright/test').Page) => page.getByRole('alert').filter({ hasText: /\S/ });

test('cancelling at the provider leads back, says so plainly, and the button goes on to the same place', async ({
  freshPage,
  patient,
  stack,
}) => {
  test.skip(!/\/oidc$/.test(stack.settings['OIDC_ISSUER'] ?? ''), 'the form of this provider has no way out');
  const page = await freshPage();
  await goToProvider(page, `/patients/${patient.id}/problems`);
  await page.getByRole('button', { name: /^(Annuler|Cancel)$/ }).click();
  await expect(said(page)).toHaveText('Connexion annulée. Vous pouvez la recommencer.');
  await expect(page.getByText('support')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Se connecter' })).toBeFocused();
  await expectAccessible(page, 'sign-in cancelled');
  await page.keyboard.press('Enter');
  await submitAccount(page, 'medecin');
  await expect(page).toHaveURL(new RegExp(`/patients/${patient.id}/problems$`));
});

for (const [query, words] of [
  ['error=login_required', 'demande que vous vous identifiiez de nouveau'],
  ['error=temporarily_unavailable', 'ne répond pas'],
  ['error=temporarily_unavailable&error_description=authentication_expired', 'a duré trop longtemps'],
  ['code=old&state=of-another-tab', 'a duré trop longtemps'],
] as const)
  test(`a provider that answers ${query} leads back in plain words`, async ({ freshPage }) => {
    const page = await freshPage();
    await page.goto(`/api/auth/callback/oidc?${query}`);
    await expect(page).toHaveURL(/\/sign-in\?error=/);
    await expect(said(page)).toContainText(words);
    await expect(page.getByRole('button', { name: 'Se connecter' })).toBeFocused();
  });

test('an English browser finds the provider in English', async ({ freshPage }) => {
  const page = await freshPage({ locale: 'en-GB' });
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /^(Se connecter|Sign in)$/ }).click();
  await expect(userNameField(page, /^User ?name$/i)).toBeVisible();
});
