import { describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { refusal, unreachable } from '../testing/answers.ts';
import { show } from '../testing/show.tsx';
import { saveFailureOf } from '../trpc/save-failure.ts';
import { SaveFailed } from './save-failed.tsx';

const box = () => page.getByRole('alert');
const no = 'Cela n’a pas été enregistré';
const unknown = 'Pas encore confirmé';
const kept = 'Ce que vous avez saisi est conservé.';

type Code = Parameters<typeof refusal>[0];
const failed = (code: Code, reason: string | null = null) => refusal(code, { reason });

describe('a save that failed', () => {
  it.each([
    [failed('PRECONDITION_FAILED'), no, 'Quelqu’un d’autre vient de modifier ces informations.', true],
    [failed('TIMEOUT', 'not-confirmed'), unknown, 'ce formulaire ne s’enregistre jamais deux fois', true],
    [failed('SERVICE_UNAVAILABLE', 'not-written'), no, 'Enregistrez de nouveau.', true],
    [
      failed('CONFLICT', 'other-content'),
      'Déjà enregistré avec un autre contenu',
      'Ouvrez ce qui est enregistré',
      false,
    ],
    [failed('FORBIDDEN', 'role'), no, 'Vos droits ne permettent pas cet enregistrement.', false],
    [failed('FORBIDDEN', 'objection'), no, 'Ce patient s’est opposé', false],
    [failed('TOO_MANY_REQUESTS'), no, 'Réessayez dans une minute.', true],
    [failed('TOO_MANY_REQUESTS', 'too-many-searches'), no, 'reprenez dans une minute', true],
    [failed('BAD_GATEWAY'), no, 'Le serveur du dossier ne répond pas.', true],
    [failed('SERVICE_UNAVAILABLE'), no, 'Le serveur du dossier ne répond pas.', true],
    [failed('GATEWAY_TIMEOUT'), unknown, 'n’a pas répondu à temps. Vérifiez si c’est enregistré', true],
    [failed('SERVICE_UNAVAILABLE', 'audit'), unknown, 'L’historique des accès n’a pas pu être écrit.', true],
    [unreachable(), unknown, 'Vérifiez la connexion, puis réessayez.', true],
    [failed('NOT_FOUND'), no, 'n’existe pas, ou n’existe plus', false],
    [failed('BAD_REQUEST'), no, 'Une valeur n’est pas acceptée.', false],
    [failed('INTERNAL_SERVER_ERROR'), unknown, 'Une erreur inattendue s’est produite.', true],
  ])('%s is said in its own words', async (error, title, words, canRetry) => {
    const retry = vi.fn();
    await show(<SaveFailed error={error} retry={retry} />);
    await expect.element(box()).toMatchTextContent(title);
    await expect.element(box()).toMatchTextContent(words);
    await expect.element(box()).toMatchTextContent(kept);
    await expect.element(box()).not.toMatchTextContent(/n’ont pas pu être lues/);
    const again = page.getByRole('button', { name: 'Réessayer' });
    if (!canRetry) return expect.element(again).not.toBeInTheDocument();
    await again.click();
    expect(retry).toHaveBeenCalledOnce();
  });

  it('tells the number for support', async () => {
    await show(<SaveFailed error={failed('BAD_GATEWAY')} />);
    await expect.element(box()).toMatchTextContent('req-1');
  });

  it('leads to the door when the session is over; what was typed is there again only where it is a draft', async () => {
    const { redraw } = await show(<SaveFailed error={failed('UNAUTHORIZED')} retry={() => undefined} />);
    await expect.element(box()).toMatchTextContent('La session est terminée.');
    await expect.element(page.getByRole('button', { name: 'Se reconnecter' })).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Réessayer' })).not.toBeInTheDocument();
    await expect.element(box()).not.toMatchTextContent(kept);
    redraw(<SaveFailed error={failed('UNAUTHORIZED')} hasDraft />);
    await expect.element(box()).toMatchTextContent(kept);
  });

  it('asks for a fresh sign-in beside the form', async () => {
    await show(<SaveFailed error={failed('FORBIDDEN', 'sign-in-again')} />);
    await expect.element(box()).toMatchTextContent('demande une identification récente');
    await expect.element(page.getByRole('button', { name: 'S’identifier de nouveau' })).toBeVisible();
  });

  it('takes the words of the form for what did not happen, and never for what is not known', async () => {
    const title = 'Le dossier n’a pas été ouvert';
    const { redraw } = await show(<SaveFailed error={failed('BAD_GATEWAY')} title={title} isTyped={false} />);
    await expect.element(box()).toMatchTextContent(title);
    await expect.element(box()).not.toMatchTextContent(kept);
    redraw(<SaveFailed error={unreachable()} title={title} />);
    await expect.element(box()).toMatchTextContent(unknown);
    await expect.element(box()).not.toMatchTextContent(title);
  });

  it('is said in English', async () => {
    await show(<SaveFailed error={failed('BAD_GATEWAY')} />, { locale: 'en' });
    await expect
      .element(box())
      .toMatchTextContent(/This was not saved.*record server does not answer.*What you entered is kept/);
  });

  it('never says that nothing was saved of what may be in', () => {
    for (const error of [
      unreachable(),
      failed('TIMEOUT'),
      failed('INTERNAL_SERVER_ERROR'),
      failed('SERVICE_UNAVAILABLE', 'audit'),
    ])
      expect(saveFailureOf(error).isIn).toBe('unknown');
  });
});
