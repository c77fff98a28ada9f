import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts } from '../scripts/lib/ports.mjs';
import { startStack } from '../scripts/lib/stack.mjs';
import { expect, test } from './fixtures.ts';
import { searchField } from './pages/patients.ts';
import { signIn } from './pages/sign-in.ts';

/** Servers of their own whose sessions end after 18 s without activity, so that nothing has to be pretended. */
const idleMinutes = '0.3';

test.describe('a session that ends', () => {
  let stack: Awaited<ReturnType<typeof startStack>>;
  test.describe.configure({ timeout: 180_000 });
  test.beforeAll(async () => {
    test.setTimeout(180_000);
    const dataDir = mkdtempSync(path.join(tmpdir(), 'keneyapp-expiry-'));
    stack = await startStack({
      port: await freePorts(Number(process.env['TEST_PORT'] ?? 3400) + 40),
      dataDir,
      seed: false,
      settings: { SESSION_IDLE_MINUTES: idleMinutes },
    });
  });
  test.afterAll(async () => {
    await stack?.stop();
    if (stack) rmSync(stack.dataDir, { recursive: true, force: true });
  });

  test('warns, lets the person stay, then closes and leads back to the same page', async ({ browser }) => {
    const context = await browser.newContext({ baseURL: stack.publicUrl, locale: 'fr-FR' });
    const page = await context.newPage();
    await signIn(page, 'medecin', '/patients');
    await expect(searchField(page)).toBeVisible();

    const warning = page.getByRole('alertdialog', { name: 'Votre session va se fermer' });
    await expect(warning).toBeVisible({ timeout: 30_000 });
    await expect(warning.getByRole('button', { name: 'Rester connecté' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(warning).toBeHidden();
    expect(
      (
        await page.request.get('/bff/session', {
          headers: { 'x-keneya-request': '1', 'x-keneya-background': '1' },
        })
      ).status(),
    ).toBe(200);

    // nobody stays this time
    await expect(warning).toBeVisible({ timeout: 30_000 });
    await expect(page).toHaveURL(/\/sign-in\?reason=idle&callbackUrl=%2Fpatients/, { timeout: 30_000 });
    await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toContainText(
      'trop long temps sans activité',
    );
    expect((await page.request.get('/bff/session', { headers: { 'x-keneya-request': '1' } })).status()).toBe(
      401,
    );
    await page.goBack().catch(() => null);
    await page.goto('/patients');
    await expect(page).toHaveURL(/\/sign-in/);
    await context.close();
  });
});
