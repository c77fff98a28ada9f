'use client';

/**
 * What asks for a fresh sign-in waits for it in its place: the person signs in in another tab, and everything that is on
 * this page, typed or chosen, stays where it is.
 */
const channelName = 'keneya-afresh';
/** The reason by which the server refuses what was asked too long after signing in. */
export const signInAgain = 'sign-in-again';

type Ask = (done: (isConfirmed: boolean) => void) => void;
let ask: Ask | null = null;

/** Whoever draws the question says how. */
export function answerAsks(how: Ask): () => void {
  ask = how;
  return () => {
    if (ask === how) ask = null;
  };
}

/** Asks the person to sign in again; true once they have. */
export const askToSignInAgain = (): Promise<boolean> =>
  new Promise((resolve) => (ask ? ask(resolve) : resolve(false)));

/** Tells the other tabs of this browser that somebody has just signed in. */
export function publishSignedIn(): void {
  if (typeof BroadcastChannel !== 'function') return;
  const channel = new BroadcastChannel(channelName);
  channel.postMessage('signed-in');
  channel.close();
}

/** Hears of it; also when this page is looked at again, for browsers whose tabs do not talk to each other. */
export function onSignedIn(onSignIn: () => void): () => void {
  const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(channelName) : null;
  if (channel) channel.onmessage = onSignIn;
  window.addEventListener('focus', onSignIn);
  return () => {
    channel?.close();
    window.removeEventListener('focus', onSignIn);
  };
}

async function isFresh(): Promise<boolean> {
  const response = await fetch('/trpc/session.isFresh', {
    headers: { 'x-keneya-request': '1' },
    cache: 'no-store',
  });
  if (!response.ok) return false;
  const { result } = (await response.json()) as { result?: { data?: unknown } };
  return result?.data === true;
}

/** True when the person has signed in lately, or does so now. */
export async function signedInAfresh(): Promise<boolean> {
  return (await isFresh().catch(() => false)) || askToSignInAgain();
}

/** Follows a link to a file once the person has signed in lately: an answer that is a refusal would be saved as the file. */
export async function downloadAfresh(href: string): Promise<void> {
  if (!(await signedInAfresh())) return;
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  link.click();
}

export { isFresh as isSignInFresh };
