/** As `GET /bff/session` answers; milliseconds from now. */
export interface SessionState {
  idleMsLeft: number;
  absoluteMsLeft: number;
  idleMs: number;
}

const own = { 'x-keneya-request': '1' };

/** Looks at the session without making it longer. `null`: it is over. Rejects when the server does not answer. */
export async function readSession(): Promise<SessionState | null> {
  return answer(
    await fetch('/bff/session', { headers: { ...own, 'x-keneya-background': '1' }, cache: 'no-store' }),
  );
}

/** The person is here: the session starts its idle time again. */
export async function keepSession(): Promise<SessionState | null> {
  return answer(await fetch('/bff/session/stay', { method: 'POST', headers: own, cache: 'no-store' }));
}

async function answer(response: Response): Promise<SessionState | null> {
  if (response.status === 401) return null;
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()) as SessionState;
}

/** Ends the session here and at the provider. Rejects when the server does not answer: the person must know that they are still signed in. */
export async function signOut(): Promise<void> {
  const response = await fetch('/bff/sign-out', { method: 'POST', headers: own, cache: 'no-store' });
  if (!response.ok) throw new Error(String(response.status));
  const { redirect } = (await response.json()) as { redirect: string };
  window.location.assign(redirect);
}

/** To the door, and back here afterwards. Leaves the page for good: nothing of a patient stays on the screen or in memory. */
export function goToSignIn(reason: 'expired' | 'ended'): void {
  const here = window.location.pathname + window.location.search + window.location.hash;
  window.location.replace(`/sign-in?reason=${reason}&callbackUrl=${encodeURIComponent(here)}`);
}

/** Forms that keep drafts listen to this and save at once: the session is about to close. */
export const sessionEndingEvent = 'keneya:session-ending';

/** How long before the end the person is warned: two minutes, less when sessions are short. */
export function warningMs(idleMs: number): number {
  return Math.min(120_000, idleMs / 3);
}
