import type { OwnSession, OwnSessionsView } from '@keneyapp/bff/features/session/view';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { CallFailed } from '../../components/call-failed.tsx';
import { signedInAfresh, publishSignedIn } from '../../session/afresh.ts';
import { refusal } from '../../testing/answers.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { OwnSessions } from './own-sessions.tsx';
import { SignInAgain } from './sign-in-again.tsx';

const session = (over: Partial<OwnSession>): OwnSession => ({
  id: 's1',
  since: '2026-11-27T08:00:00Z',
  lastSeen: '2026-11-27T08:30:00Z',
  endsAt: '2026-11-27T20:00:00Z',
  address: '192.0.2.7',
  browser: 'Firefox 140',
  system: 'Linux',
  isThis: true,
  ...over,
});
const other = session({ id: 's2', browser: 'Chrome 130', system: 'Windows', isThis: false });
const view = (...sessions: OwnSession[]): OwnSessionsView => ({ most: 5, accountUrl: null, sessions });
afterEach(() => {
  vi.restoreAllMocks();
});

describe('one’s own sessions', () => {
  it('marks this one, which is not ended here, and ends another', async () => {
    const answers = { session: { own: () => view(session({}), other), endOwn: () => view(session({})) } };
    const { callsOf } = await show(<OwnSessions />, { answers });
    await expect
      .element(page.getByText('Vous pouvez avoir 5 sessions ouvertes', { exact: false }))
      .toBeVisible();
    const rows = page.getByRole('list', { name: 'Sessions ouvertes' }).getByRole('listitem');
    await expect.element(rows.first()).toMatchTextContent('Firefox 140, Linux');
    await expect.element(rows.first()).toMatchTextContent('Celle-ci');
    await expect.element(rows.first().getByRole('button')).not.toBeInTheDocument();
    await page.getByRole('button', { name: /Fermer la session de Chrome 130, Windows/ }).click();
    await expect.element(page.getByText('La session est fermée', { exact: false })).toHaveFocus();
    expect(callsOf('session.endOwn')).toEqual([{ sessionId: 's2' }]);
    // nothing else is open: nothing to end
    await expect
      .element(page.getByRole('button', { name: 'Fermer toutes les autres' }))
      .not.toBeInTheDocument();
  });

  it('ends all others, and says when it could not', async () => {
    let isAway = true;
    const answers = {
      session: {
        own: () => view(session({}), other),
        endOthers: () => {
          if (isAway) throw refusal('SERVICE_UNAVAILABLE');
          return view(session({}));
        },
      },
    };
    await show(<OwnSessions />, { answers });
    await page.getByRole('button', { name: 'Fermer toutes les autres' }).click();
    await expect.element(page.getByText('req-1', { exact: false })).toBeVisible();
    isAway = false;
    await page.getByRole('button', { name: 'Fermer toutes les autres' }).click();
    await expect.element(page.getByText('Toutes vos autres sessions sont fermées.')).toHaveFocus();
  });
});

describe('a fresh sign-in', () => {
  const fresh = (isFresh: () => boolean) =>
    vi
      .spyOn(globalThis, 'fetch')
      .mockImplementation(async () => Response.json({ result: { data: isFresh() } }));

  it('is not asked of who has just signed in', async () => {
    fresh(() => true);
    await show(<SignInAgain />);
    expect(await signedInAfresh()).toBe(true);
    await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument();
  });

  it('is asked for in another tab; this page waits as it is, and goes on when it is done', async () => {
    let isDone = false;
    fresh(() => isDone);
    await show(
      <>
        <input aria-label="Nom" defaultValue="" />
        <SignInAgain />
      </>,
    );
    await page.getByLabelText('Nom').fill('Durand');
    const answer = signedInAfresh();
    const link = page.getByRole('alertdialog').getByRole('link', { name: 'S’identifier de nouveau' });
    await expect.element(link).toHaveFocus();
    await expect.element(link).toHaveAttribute('target', '_blank');
    await expect.element(link).toHaveAttribute('href', '/session/again');
    publishSignedIn(); // somebody did something in another tab, but it was not this
    isDone = true;
    publishSignedIn();
    expect(await answer).toBe(true);
    await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument();
    await expect.element(page.getByLabelText('Nom')).toHaveValue('Durand');
  });

  it('that the person does not give leaves everything as it is', async () => {
    fresh(() => false);
    await show(
      <>
        <p>Page</p>
        <SignInAgain />
      </>,
    );
    await expect.element(page.getByText('Page')).toBeVisible();
    const answer = signedInAfresh();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Annuler' }).click();
    expect(await answer).toBe(false);
  });

  it('is offered where a call was refused for want of it, and the call made again', async () => {
    let isDone = false;
    fresh(() => isDone);
    const retry = vi.fn();
    await show(
      <>
        <CallFailed error={refusal('FORBIDDEN', { reason: 'sign-in-again' })} retry={retry} />
        <SignInAgain />
      </>,
    );
    await page.getByRole('button', { name: 'S’identifier de nouveau' }).click();
    await expect.element(page.getByRole('alertdialog')).toBeVisible();
    isDone = true;
    publishSignedIn();
    await waitFor(() => expect(retry).toHaveBeenCalledOnce());
  });
});
