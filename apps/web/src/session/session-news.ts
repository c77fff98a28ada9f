import type { EndReason } from '@keneyapp/bff/features/session/view';

/** Why a page is closed, as the person reads it: the server's reason, `elsewhere` (signed out in another tab), or `ended` when nobody knows more. */
export type Ending = EndReason | 'elsewhere' | 'ended';
export const endings: readonly Ending[] = [
  'signed-out',
  'elsewhere',
  'replaced',
  'idle',
  'limit',
  'own',
  'surplus',
  'administration',
  'deactivated',
  'role-changed',
  'provider',
  'ended',
];
export const asEnding = (text: unknown): Ending => endings.find((ending) => ending === text) ?? 'ended';

/** Between the tabs of one browser; each names the session it speaks of. */
export type TabNews =
  | { type: 'ended'; session: string; ending: Ending }
  /** Somebody has signed in: pages of other sessions are no longer theirs. */
  | { type: 'opened'; session: string }
  /** Who holds the stream of the session has just heard that it lives. */
  | { type: 'alive'; session: string }
  /** About to sign out: what is typed is saved now. */
  | { type: 'closing'; session: string };

const channelName = 'keneya-session';

/** Tells the other tabs and hears them: over a BroadcastChannel, or by the event of the storage where there is none. */
export function tabs(listener: (news: TabNews) => void): { tell(news: TabNews): void; close(): void } {
  const heard = (data: unknown) => {
    const news = typeof data === 'object' && data !== null ? (data as Partial<TabNews>) : {};
    if (typeof news.type === 'string' && typeof news.session === 'string') listener(news as TabNews);
  };
  if (typeof BroadcastChannel === 'function') {
    const channel = new BroadcastChannel(channelName);
    channel.onmessage = (event) => heard(event.data);
    return { tell: (news) => channel.postMessage(news), close: () => channel.close() };
  }
  const stored = (event: StorageEvent) => {
    if (event.key === channelName && event.newValue) heard(JSON.parse(event.newValue));
  };
  window.addEventListener('storage', stored);
  return {
    tell: (news) => {
      try {
        localStorage.setItem(channelName, JSON.stringify(news));
        localStorage.removeItem(channelName);
      } catch {
        return;
      } // no storage either: each tab asks by itself
    },
    close: () => window.removeEventListener('storage', stored),
  };
}

interface PageNews {
  /** A call was refused for want of a session, or a stream broke off: somebody look. */
  doubted: undefined;
  ended: Ending;
}
type SessionNews = { [T in keyof PageNews]: { type: T; detail: PageNews[T] } }[keyof PageNews];
const listeners = new Set<(news: SessionNews) => void>();

/** Within this page. */
export function subscribeToSession(listener: (news: SessionNews) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
export function doubtSession(): void {
  for (const listener of listeners) listener({ type: 'doubted', detail: undefined });
}
export function sayEnded(ending: Ending): void {
  for (const listener of listeners) listener({ type: 'ended', detail: ending });
}

/** Forms that keep drafts listen to this and save at once: the session is about to close. `detail` takes what is to be waited for. */
export const sessionEndingEvent = 'keneya:session-ending';
const longestWaitMs = 2_000;

/** Has everything typed on this page saved; resolves when it is, or after two seconds. */
export async function keepDrafts(): Promise<void> {
  const saving: Promise<unknown>[] = [];
  window.dispatchEvent(new CustomEvent(sessionEndingEvent, { detail: saving }));
  await Promise.race([
    Promise.allSettled(saving),
    new Promise((resolve) => setTimeout(resolve, longestWaitMs)),
  ]);
}
