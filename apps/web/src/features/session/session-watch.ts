import { FetchEventSource } from '../../trpc/fetch-event-source.ts';
import {
  asEnding,
  subscribeToSession,
  keepDrafts,
  tabs,
  type Ending,
  type TabNews,
} from '../../session/session-news.ts';
import {
  isSigningOut,
  keepSession,
  readSession,
  signingOutEvent,
  warningMs,
  type SessionState,
} from './session-clock.ts';

interface Listener {
  /** It closes at `at` (clock of this browser) unless the person stays; null: there is time. */
  warn(warning: { at: number; isAbsolute: boolean } | null): void;
  ended(ending: Ending): void;
}

/** Another tab may have been used: look at least this often. */
const lookEveryMs = 60_000;
/** While nothing tells us that the session lives, and while nobody can be asked (server away). */
const doubtEveryMs = 3_000;
/** Two signs of life of the stream and a little. */
const sureForMs = 25_000;
const own = { 'x-keneya-request': '1' };

/**
 * Watches the session of an open page. One tab of the browser holds the stream that tells of the end (a lock says which;
 * browsers allow few connections), and tells the others. A tab that hears nothing asks, every few seconds.
 */
export class SessionWatch {
  readonly #session: string;
  readonly #on: Listener;
  readonly #stopped = new AbortController();
  readonly #tabs: ReturnType<typeof tabs>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;
  #isAskedAgain = false;
  #lastActive = 0;
  #lastKept = Date.now();
  #sureUntil = 0;
  /** When the session ends, as far as we know: stands when nobody can be asked. */
  #known: { at: number; ending: 'idle' | 'limit' } | null = null;

  constructor(session: string, on: Listener) {
    this.#session = session;
    this.#on = on;
    this.#tabs = tabs((news) => this.#hear(news));
  }

  start(): void {
    const { signal } = this.#stopped;
    const listen = (target: EventTarget, name: string, hear: () => void, capture = false) =>
      target.addEventListener(name, hear, { passive: true, capture, signal });
    for (const name of ['keydown', 'pointerdown', 'wheel'])
      listen(window, name, () => (this.#lastActive = Date.now()), true);
    // timers stop while a laptop sleeps, and in a tab that is not looked at
    listen(document, 'visibilitychange', () => {
      if (document.visibilityState === 'visible') this.look();
    });
    for (const name of ['focus', 'online', 'pageshow']) listen(window, name, () => this.look());
    listen(window, signingOutEvent, () => this.#tell({ type: 'closing', session: this.#session }));
    signal.addEventListener(
      'abort',
      subscribeToSession((news) => {
        if (news.type === 'doubted') this.look();
        else this.#over(news.detail);
      }),
    );
    this.#tell({ type: 'opened', session: this.#session });
    void this.#lead(signal);
    this.look();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stopped.abort();
    this.#tabs.close();
  }

  /** Asks now. */
  look(): void {
    if (this.#isAsking) this.#isAskedAgain = true;
    else void this.#ask();
  }

  /** The person stays. */
  async stay(): Promise<void> {
    this.#show(await keepSession());
  }

  /** The tab that holds the lock holds the stream; when it goes the next one does. */
  async #lead(signal: AbortSignal): Promise<void> {
    const hold = () =>
      new Promise<void>((done) => {
        if (signal.aborted) return done();
        const stream = this.#stream();
        signal.addEventListener('abort', () => {
          stream.close();
          done();
        });
      });
    // without locks (an address that is not secure) each tab holds its own
    if (!('locks' in navigator)) return hold();
    await navigator.locks.request(`keneya-session-${this.#session}`, { signal }, hold).catch(() => undefined); // stopped while waiting
  }

  #stream(): FetchEventSource {
    const stream = new FetchEventSource('/bff/session/events', { headers: own });
    stream.addEventListener('alive', () => {
      this.#sureUntil = Date.now() + sureForMs;
      this.#tell({ type: 'alive', session: this.#session });
    });
    stream.addEventListener('ended', (event) => {
      const { reason } = JSON.parse((event as MessageEvent<string>).data) as { reason: unknown };
      this.#over(reason === 'signed-out' ? 'elsewhere' : asEnding(reason));
    });
    stream.addEventListener('error', () => {
      this.#sureUntil = 0;
      this.look();
    });
    return stream;
  }

  #hear(news: TabNews): void {
    if (news.session !== this.#session) {
      if (news.type === 'opened') this.look(); // the cookie is another one now
    } else if (news.type === 'ended') this.#over(news.ending, { isTold: true });
    else if (news.type === 'alive') this.#sureUntil = Date.now() + sureForMs;
    else if (news.type === 'closing') void keepDrafts();
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    this.#isAskedAgain = false;
    const wasActive = this.#lastActive > this.#lastKept;
    if (wasActive) this.#lastKept = Date.now();
    try {
      this.#show(await (wasActive ? keepSession() : readSession()));
    } catch {
      // nobody can be asked: what we knew of its end stands
      if (this.#known && Date.now() >= this.#known.at) this.#over(this.#known.ending);
      else this.#next(doubtEveryMs);
    } finally {
      this.#isAsking = false;
    }
    // what is doubted while an answer is on its way is not settled by it
    if (this.#isAskedAgain) this.look();
  }

  #show(state: SessionState | { ending: Ending }): void {
    if (this.#stopped.signal.aborted) return;
    if ('ending' in state) return this.#over(state.ending);
    if (state.id !== this.#session) return this.#over('replaced');
    const { idleMsLeft, absoluteMsLeft, idleMs } = state;
    const left = Math.min(idleMsLeft, absoluteMsLeft);
    const isAbsolute = absoluteMsLeft <= idleMsLeft;
    this.#known = { at: Date.now() + left, ending: isAbsolute ? 'limit' : 'idle' };
    const warnIn = left - warningMs(idleMs);
    if (warnIn > 0) {
      this.#on.warn(null);
      const sure = this.#sureUntil - Date.now();
      return this.#next(Math.min(warnIn + 250, lookEveryMs, idleMs / 6, sure > 0 ? sure + 50 : doubtEveryMs));
    }
    void keepDrafts();
    this.#on.warn({ at: this.#known.at, isAbsolute });
    this.#next(Math.min(left + 500, doubtEveryMs)); // another tab may stay for us
  }

  #next(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#stopped.signal.aborted) this.#timer = setTimeout(() => this.look(), ms);
  }

  #over(ending: Ending, { isTold = false } = {}): void {
    if (this.#stopped.signal.aborted) return;
    const told = ending === 'signed-out' || isSigningOut() ? 'elsewhere' : ending;
    if (!isTold) this.#tell({ type: 'ended', session: this.#session, ending: told });
    this.#on.ended(isSigningOut() ? 'signed-out' : ending);
    this.stop();
  }

  #tell(news: TabNews): void {
    this.#tabs.tell(news);
  }
}
