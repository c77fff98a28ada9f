import { asEnding, keepDrafts, sayEnded, type Ending } from '../../session/session-news.ts';
import { keepingPreferences } from './preferences.ts';

/** As `GET /bff/session` answers; milliseconds from now. */
export interface SessionState {
  /** Another one than the page was made for: somebody has signed in meanwhile. */
  id: string;
  idleMsLeft: number;
  absoluteMsLeft: number;
  idleMs: number;
}
interface Over {
  ending: Ending;
}

const own = { 'x-keneya-request': '1' };

/** Looks at the session without making it longer. Rejects when the server does not answer. */
export async function readSession(): Promise<SessionState | Over> {
  return answer(() =>
    fetch('/bff/session', { headers: { ...own, 'x-keneya-background': '1' }, cache: 'no-store' }),
  );
}

/** The person is here: the session starts its idle time again. */
export async function keepSession(): Promise<SessionState | Over> {
  return answer(() => fetch('/bff/session/stay', { method: 'POST', headers: own, cache: 'no-store' }));
}

async function answer(ask: () => Promise<Response>): Promise<SessionState | Over> {
  const response = await keepingPreferences(ask);
  if (response.status === 401) {
    const { reason } = (await response.json().catch(() => ({}))) as { reason?: unknown };
    // whoever signs out takes the cookie away, from every tab
    return { ending: reason === 'no-cookie' || reason === 'signed-out' ? 'elsewhere' : asEnding(reason) };
  }
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()) as SessionState;
}

let isLeaving = false;
/** This page is on its way to the provider to sign out there; nothing else may lead it away. */
export const isSigningOut = (): boolean => isLeaving;
/** Long enough for the other tabs to save what is typed there. */
const othersSaveMs = 300;

/** Ends the session here and at the provider. Rejects when the server does not answer: the person must know that they are still signed in. */
export async function signOut(): Promise<void> {
  isLeaving = true;
  try {
    window.dispatchEvent(new Event(signingOutEvent));
    await Promise.all([keepDrafts(), new Promise((resolve) => setTimeout(resolve, othersSaveMs))]);
    const response = await keepingPreferences(() =>
      fetch('/bff/sign-out', { method: 'POST', headers: own, cache: 'no-store' }),
    );
    if (!response.ok) throw new Error(String(response.status));
    const { redirect } = (await response.json()) as { redirect: string };
    sayEnded('signed-out');
    window.location.assign(redirect);
  } catch (error) {
    isLeaving = false;
    throw error;
  }
}
/** The other tabs are told by whoever watches over the session. */
export const signingOutEvent = 'keneya:signing-out';

/** To the door, and back here afterwards. Leaves the page for good: nothing of a patient stays on the screen or in memory. */
export function goToSignIn(ending: Ending): void {
  window.location.replace(`/sign-in?reason=${ending}&callbackUrl=${encodeURIComponent(here())}`);
}
export const here = (): string => window.location.pathname + window.location.search + window.location.hash;

/** How long before the end the person is warned: two minutes, less when sessions are short. */
export function warningMs(idleMs: number): number {
  return Math.min(120_000, idleMs / 3);
}
