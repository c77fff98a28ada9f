import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { serve } from '../../testing/serve.ts';
import { clear, show } from '../../testing/show.tsx';
import { sayEnded, sessionEndingEvent, tabs, type TabNews } from '../../session/session-news.ts';
import type { SessionState } from './session-clock.ts';
import { SessionGuard } from './session-guard.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const state = (part: Partial<SessionState> = {}): SessionState => ({
  id: 's1',
  idleMsLeft: 900_000,
  absoluteMsLeft: 36_000_000,
  idleMs: 900_000,
  ...part,
});
let served: ReturnType<typeof serve> | undefined;
let heard: TabNews[] = [];
let other: ReturnType<typeof tabs>;
/** Where the page was led; it stays where it is, or the test would be gone. */
let ledTo: string[] = [];
const led = (event: Event & { destination?: { url: string } }) => {
  const { pathname, search } = new URL(event.destination?.url ?? location.href);
  if (pathname !== '/sign-in') return;
  ledTo.push(pathname + search);
  event.preventDefault();
};
// for good: a page that is led away a moment after its test would take the next ones with it
(window as unknown as { navigation: EventTarget }).navigation.addEventListener('navigate', led);
beforeEach(() => {
  heard = [];
  ledTo = [];
  other = tabs((news) => heard.push(news));
});
afterEach(() => {
  clear();
  served?.stop();
  other.close();
});
/** What the browser asks of its session; `events` is the stream that tells of its end. */
function guard(answers: { read: () => Response; stay?: () => Response; events?: () => Response }) {
  served = serve({
    '/bff/session': answers.read,
    '/bff/session/stay': answers.stay ?? answers.read,
    '/bff/session/events': answers.events ?? (() => stream().response),
  });
  return served;
}
const looks = () => (served?.asked ?? []).filter(({ path }) => path === '/bff/session');
function stream() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const say = (event: string, data: object = {}) =>
    void writer.write(new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  say('alive');
  return { response: new Response(readable, { headers: { 'content-type': 'text/event-stream' } }), say };
}
const over = (reason: string | null) => Response.json({ error: 'no session', reason }, { status: 401 });
const chart = <p>Madame Chart, née en 1950</p>;

describe('the watch over the session', () => {
  it('asks without making the session longer, and says nothing while there is time', async () => {
    guard({ read: () => Response.json(state()) });
    await show(<SessionGuard session="s1" />);
    await waitFor(() => expect(looks()).toHaveLength(1));
    expect(looks()[0]?.init?.headers).toMatchObject({ 'x-keneya-background': '1', 'x-keneya-request': '1' });
    await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument();
  });

  it('warns before the end, has drafts saved, and stays when asked to', async () => {
    let now = state({ idleMsLeft: 60_000 });
    const { asked } = guard({
      read: () => Response.json(now),
      stay: () => {
        now = state();
        return Response.json(now);
      },
    });
    const saved = vi.fn();
    window.addEventListener(sessionEndingEvent, saved);
    await show(<SessionGuard session="s1" />);
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
    await show(<SessionGuard session="s1" />);
    await expect
      .element(page.getByRole('alertdialog'))
      .toMatchTextContent('La durée maximale d’une session est presque atteinte');
    await expect.element(page.getByRole('button', { name: 'Rester connecté' })).not.toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('alertdialog')).toBeVisible();
  });

  it('looks at once when a call is refused for want of a session', async () => {
    guard({ read: () => Response.json(state()) });
    const { queryClient } = await show(<SessionGuard session="s1" />);
    await waitFor(() => expect(looks()).toHaveLength(1));
    await queryClient
      .fetchQuery({ queryKey: ['x'], queryFn: () => Promise.reject({ data: { code: 'UNAUTHORIZED' } }) })
      .catch(() => undefined);
    await waitFor(() => expect(looks()).toHaveLength(2));
  });
});

describe('the end of a session', () => {
  it.each([
    ['deactivated', 'Votre compte a été désactivé par l’administration.'],
    ['role-changed', 'Votre rôle a été changé par l’administration.'],
    ['administration', 'Votre session a été fermée par l’administration.'],
    ['idle', 'un trop long temps sans activité'],
    ['limit', 'Votre session a atteint sa durée maximale.'],
    ['signed-out', 'Vous vous êtes déconnecté dans un autre onglet'],
  ])('%s: the stream says it, and the chart is gone', async (reason, words) => {
    const events = stream();
    let isOver = false;
    guard({ read: () => (isOver ? over(reason) : Response.json(state())), events: () => events.response });
    await show(<SessionGuard session="s1">{chart}</SessionGuard>, { at: '/patients/p1/summary' });
    await waitFor(() => expect(heard.map(({ type }) => type)).toContain('alive'));
    await expect.element(page.getByText('Madame Chart', { exact: false })).toBeVisible();
    isOver = true;
    events.say('ended', { reason });
    await expect.element(page.getByRole('alert')).toMatchTextContent(words);
    await expect.element(page.getByText('Madame Chart', { exact: false })).not.toBeInTheDocument();
    await expect.element(page.getByRole('button', { name: 'Se connecter' })).toHaveFocus();
    const told = reason === 'signed-out' ? 'elsewhere' : reason;
    // the other tabs, and the way back to the same place
    await waitFor(() => expect(heard).toContainEqual({ type: 'ended', session: 's1', ending: told }));
    if (reason === 'idle')
      await waitFor(() =>
        expect(ledTo).toContain('/sign-in?reason=idle&callbackUrl=%2Fpatients%2Fp1%2Fsummary'),
      );
  });

  it('is told by another tab in the same frame, and nothing of the chart is kept in memory', async () => {
    guard({ read: () => Response.json(state()) });
    const { queryClient } = await show(<SessionGuard session="s1">{chart}</SessionGuard>);
    await expect.element(page.getByText('Madame Chart', { exact: false })).toBeVisible();
    await waitFor(() => expect(looks()).toHaveLength(1));
    queryClient.setQueryData([['patients', 'banner']], 'Madame Chart');
    const from = performance.now();
    other.tell({ type: 'ended', session: 's1', ending: 'elsewhere' });
    await waitFor(() => expect(document.body.textContent).not.toContain('Madame Chart'));
    expect(performance.now() - from).toBeLessThan(500);
    expect(queryClient.getQueryCache().getAll()).toEqual([]);
    // what was heard is not told again
    expect(heard.filter(({ type }) => type === 'ended')).toEqual([]);
  });

  it('of another session concerns nobody here; somebody else who signed in does', async () => {
    let now = state();
    guard({ read: () => Response.json(now) });
    await show(<SessionGuard session="s1">{chart}</SessionGuard>);
    await waitFor(() => expect(looks()).toHaveLength(1));
    other.tell({ type: 'ended', session: 's0', ending: 'elsewhere' });
    other.tell({ type: 'opened', session: 's0' });
    await waitFor(() => expect(looks()).toHaveLength(2));
    await expect.element(page.getByText('Madame Chart', { exact: false })).toBeVisible();
    now = state({ id: 's2' });
    other.tell({ type: 'opened', session: 's2' });
    await expect.element(page.getByRole('alert')).toMatchTextContent('Une autre session a été ouverte');
  });

  it('is noticed within seconds where the stream does not come', async () => {
    let isOver = false;
    guard({
      read: () => (isOver ? over('administration') : Response.json(state())),
      events: () => new Response(null, { status: 502 }),
    });
    await show(<SessionGuard session="s1">{chart}</SessionGuard>);
    await waitFor(() => expect(looks().length).toBeGreaterThan(0));
    isOver = true;
    await expect.element(page.getByRole('alert'), { timeout: 5_000 }).toMatchTextContent('l’administration');
  });

  it('by the clock closes the page where the server cannot be asked; the button says so', async () => {
    let isAway = false;
    const answer = () => {
      if (isAway) throw new TypeError('Failed to fetch');
      return Response.json(state({ idleMsLeft: 1_500 }));
    };
    guard({ read: answer, events: () => new Response(null, { status: 502 }) });
    await show(<SessionGuard session="s1">{chart}</SessionGuard>);
    await waitFor(() => expect(looks().length).toBeGreaterThan(0));
    isAway = true;
    await expect
      .element(page.getByRole('alert'), { timeout: 6_000 })
      .toMatchTextContent('un trop long temps sans activité');
    expect(ledTo).toEqual([]);
  });

  it('waits for what is typed to be saved before signing out, in every tab', async () => {
    guard({ read: () => Response.json(state()) });
    await show(<SessionGuard session="s1">{chart}</SessionGuard>);
    await waitFor(() => expect(looks()).toHaveLength(1));
    const saved = vi.fn();
    window.addEventListener(sessionEndingEvent, saved);
    other.tell({ type: 'closing', session: 's1' });
    await waitFor(() => expect(saved).toHaveBeenCalledOnce());
    window.removeEventListener(sessionEndingEvent, saved);
  });

  it('signed out here: the page is gone, the other tabs hear of it', async () => {
    guard({ read: () => Response.json(state()) });
    await show(<SessionGuard session="s1">{chart}</SessionGuard>);
    await waitFor(() => expect(looks()).toHaveLength(1));
    sayEnded('signed-out');
    await waitFor(() => expect(document.body.textContent).not.toContain('Madame Chart'));
    await waitFor(() => expect(heard).toContainEqual({ type: 'ended', session: 's1', ending: 'elsewhere' }));
  });
});
