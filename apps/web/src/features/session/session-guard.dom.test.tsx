import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { serve } from '../../testing/serve.ts';
import { show } from '../../testing/show.tsx';
import { sessionEndingEvent, type SessionState } from './session-clock.ts';
import { SessionGuard } from './session-guard.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const state = (part: Partial<SessionState> = {}): SessionState => ({
  idleMsLeft: 900_000,
  absoluteMsLeft: 36_000_000,
  idleMs: 900_000,
  ...part,
});
let served: ReturnType<typeof serve> | undefined;
afterEach(() => served?.stop());
function guard(answers: { read: () => Response; stay?: () => Response }) {
  served = serve({ '/bff/session': answers.read, '/bff/session/stay': answers.stay ?? answers.read });
  return served.asked;
}

describe('the watch over the session', () => {
  it('asks without making the session longer, and says nothing while there is time', async () => {
    const asked = guard({ read: () => Response.json(state()) });
    await show(<SessionGuard />);
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]?.init?.headers).toMatchObject({ 'x-keneya-background': '1', 'x-keneya-request': '1' });
    await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument();
  });

  it('warns before the end, has drafts saved, and stays when asked to', async () => {
    let now = state({ idleMsLeft: 60_000 });
    const asked = guard({
      read: () => Response.json(now),
      stay: () => {
        now = state();
        return Response.json(now);
      },
    });
    const saved = vi.fn();
    window.addEventListener(sessionEndingEvent, saved);
    await show(<SessionGuard />);
    await expect
      .element(page.getByRole('alertdialog'))
      .toMatchTextContent(/se fermera dans (59|60) secondes/);
    expect(saved).toHaveBeenCalled();
    await page.getByRole('button', { name: 'Rester connecté' }).click();
    await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument();
    expect(asked.some(({ path, init }) => path === '/bff/session/stay' && init?.method === 'POST')).toBe(
      true,
    );
    window.removeEventListener(sessionEndingEvent, saved);
  });

  it('offers no staying at the longest duration', async () => {
    guard({ read: () => Response.json(state({ absoluteMsLeft: 60_000 })) });
    await show(<SessionGuard />);
    await expect
      .element(page.getByRole('alertdialog'))
      .toMatchTextContent('La durée maximale d’une session est presque atteinte');
    await expect.element(page.getByRole('button', { name: 'Rester connecté' })).not.toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('alertdialog')).toBeVisible();
  });

  it('looks at once when a call is refused for want of a session', async () => {
    const asked = guard({ read: () => Response.json(state()) });
    const { queryClient } = await show(<SessionGuard />);
    await waitFor(() => expect(asked).toHaveLength(1));
    await queryClient
      .fetchQuery({ queryKey: ['x'], queryFn: () => Promise.reject({ data: { code: 'UNAUTHORIZED' } }) })
      .catch(() => undefined);
    await waitFor(() => expect(asked).toHaveLength(2));
  });
});
