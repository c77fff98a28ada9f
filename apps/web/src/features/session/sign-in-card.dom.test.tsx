import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { show } from '../../testing/show.tsx';
import { ExpiryDialog } from './expiry-dialog.tsx';
import { SignInCard } from './sign-in-card.tsx';
import { waitFor } from '../../testing/wait-for.ts';

afterEach(() => {
  vi.restoreAllMocks();
});
const button = () => page.getByRole('button', { name: /Se connecter|Ouverture/ });
/** The identity provider is another server: only its first answer matters here. */
const provider = (answer: (url: string) => Response | Promise<Response>) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => answer(String(url)));

describe('SignInCard', () => {
  it('has the focus on its one button, and says why one stands before it', async () => {
    await show(<SignInCard to="/patients" problem={null} reason="idle" />);
    await expect.element(button()).toHaveFocus();
    await expect.element(page.getByText('vos brouillons sont gardés', { exact: false })).toBeVisible();
  });

  it('says what went wrong at the provider, in both languages', async () => {
    await show(<SignInCard to="/patients" problem="refused" reason="idle" />);
    await expect.element(page.getByRole('alert')).toMatchTextContent('Votre compte n’a aucun rôle');
    await expect.element(page.getByText('brouillons', { exact: false })).not.toBeInTheDocument();
  });

  it('speaks English', async () => {
    await show(<SignInCard to="/patients" problem="provider" reason={null} />, { locale: 'en' });
    await expect.element(page.getByRole('button', { name: 'Sign in' })).toHaveFocus();
    await expect.element(page.getByRole('alert')).toMatchTextContent('Signing in did not work');
  });

  it('asks once however often it is pressed; a server that is away can be tried again', async () => {
    let fail: (error: Error) => void = () => undefined;
    const asked = provider(() => new Promise((_resolve, reject) => (fail = reject)));
    await show(<SignInCard to="/patients/p1" problem={null} reason={null} />);
    await button().dblClick();
    await expect.element(button()).toBeDisabled();
    expect(asked).toHaveBeenCalledOnce();
    fail(new TypeError('Failed to fetch'));
    await expect.element(page.getByRole('alert')).toMatchTextContent('Le serveur ne répond pas.');
    await expect.element(button()).toBeEnabled();
  });

  it('sends where to come back to, with the token against other sites', async () => {
    const asked = provider((url) =>
      url.endsWith('/csrf') ? Response.json({ csrfToken: 'csrf-1' }) : new Response(null, { status: 500 }),
    );
    await show(<SignInCard to="/patients/p1" problem={null} reason={null} />);
    await expect.element(button()).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('alert')).toBeVisible();
    const [url, init] = asked.mock.calls[1] ?? [];
    expect(url).toBe('/api/auth/signin/oidc');
    expect(String(init?.body)).toBe('csrfToken=csrf-1&callbackUrl=%2Fpatients%2Fp1&json=true');
  });
});

describe('ExpiryDialog', () => {
  it('has the focus on staying, and Escape stays', async () => {
    const onStay = vi.fn(async () => undefined);
    await show(
      <ExpiryDialog endsAt={Date.now() + 80_000} isAbsolute={false} onStay={onStay} onEnd={vi.fn()} />,
    );
    await expect.element(page.getByRole('button', { name: 'Rester connecté' })).toHaveFocus();
    await expect.element(page.getByRole('alertdialog')).toMatchTextContent(/se fermera dans \d\d secondes/);
    await userEvent.keyboard('{Escape}');
    expect(onStay).toHaveBeenCalledOnce();
  });

  it('says that signing out did not work', async () => {
    provider(() => new Response(null, { status: 503 }));
    await show(<ExpiryDialog endsAt={Date.now() + 200_000} isAbsolute onStay={vi.fn()} onEnd={vi.fn()} />);
    await expect.element(page.getByRole('button', { name: 'Rester connecté' })).not.toBeInTheDocument();
    await expect.element(page.getByRole('alertdialog')).toMatchTextContent('3 minutes');
    await page.getByRole('button', { name: 'Se déconnecter maintenant' }).click();
    await expect.element(page.getByRole('alert')).toMatchTextContent('La déconnexion n’a pas abouti');
  });

  it('ends by itself', async () => {
    const onEnd = vi.fn();
    await show(<ExpiryDialog endsAt={Date.now() + 600} isAbsolute={false} onStay={vi.fn()} onEnd={onEnd} />);
    await waitFor(() => expect(onEnd).toHaveBeenCalled(), 3_000);
  });
});
