import { redirect } from 'next/navigation';
import { RedirectBoundary } from 'next/dist/client/components/redirect-boundary';
import { expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { startAt } from '../testing/address.tsx';
import { refusal } from '../testing/answers.ts';
import { show } from '../testing/show.tsx';
import { PageBoundary } from './page-boundary.tsx';

let fault: (() => never) | null = null;
function Page() {
  fault?.();
  return <p>La page</p>;
}
const shown = (
  <>
    <p>La barre</p>
    <RedirectBoundary>
      <PageBoundary>
        <Page />
      </PageBoundary>
    </RedirectBoundary>
  </>
);
const fails = (error: unknown) => () => {
  throw error;
};

it('a page falls over alone, and is tried again', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  fault = fails(new TypeError('of undefined'));
  await show(shown);
  await expect.element(page.getByText('Une erreur inattendue s’est produite.')).toBeVisible();
  await expect.element(page.getByText('La barre')).toBeVisible();
  fault = null;
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await expect.element(page.getByText('La page')).toBeVisible();
});

it('says of a call that was refused why', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  fault = fails(refusal('BAD_GATEWAY'));
  await show(shown);
  await expect.element(page.getByText(/Le serveur du dossier ne répond pas/)).toBeVisible();
});

it('the next page starts afresh', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  fault = fails(new Error());
  await show(shown, { at: '/reviews' });
  await expect.element(page.getByRole('button', { name: 'Réessayer' })).toBeVisible();
  fault = null;
  startAt('/agenda');
  await expect.element(page.getByText('La page')).toBeVisible();
});

it('is no end of a way that leads elsewhere', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  fault = () => redirect('/patients');
  const { router } = await show(shown);
  await vi.waitFor(() => expect(router.replace).toHaveBeenCalledWith('/patients', {}));
});
