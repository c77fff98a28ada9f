import type { FastifyRequest } from 'fastify';
import type { Session } from '../session/session.ts';
import type { SessionWatch } from '../session/watch.ts';

/** A session with its access token, asked for once however many frames come at a time. */
export interface CachedSession {
  session: Session;
  token(): Promise<string | null>;
}
export interface SessionSource {
  of(request: FastifyRequest): Promise<Session | null>;
  cookie(request: FastifyRequest): string | null;
}

const keep = 5_000,
  max = 5_000;

/**
 * Scrolling through a stack sends hundreds of requests a second with one cookie: the session behind it is looked up
 * every few seconds, and forgotten the moment it ends (sign-out, back-channel logout), in whichever process.
 */
export class SessionCache {
  readonly #sessions: SessionSource;
  readonly #watch: Pick<SessionWatch, 'hold'>;
  readonly #known = new Map<
    string,
    { found: Promise<CachedSession | null>; until: number; forget: () => void }
  >();
  constructor(sessions: SessionSource, watch: Pick<SessionWatch, 'hold'>) {
    this.#sessions = sessions;
    this.#watch = watch;
  }

  of(request: FastifyRequest): Promise<CachedSession | null> {
    const cookie = this.#sessions.cookie(request);
    if (cookie === null) return Promise.resolve(null);
    const known = this.#known.get(cookie);
    if (known && known.until > Date.now()) return known.found;
    known?.forget();
    if (this.#known.size >= max) this.#known.values().next().value?.forget();
    let release = () => {};
    const entry = {
      found: this.#find(
        request,
        (held) => {
          release = held;
        },
        () => entry.forget(),
      ),
      until: Date.now() + keep,
      forget: () => {
        if (this.#known.get(cookie) === entry) this.#known.delete(cookie);
        release();
      },
    };
    this.#known.set(cookie, entry);
    entry.found.then(
      (session) => {
        if (session === null) entry.forget();
      },
      () => entry.forget(),
    );
    setTimeout(() => entry.forget(), keep).unref();
    return entry.found;
  }

  async #find(
    request: FastifyRequest,
    held: (release: () => void) => void,
    ended: () => void,
  ): Promise<CachedSession | null> {
    const session = await this.#sessions.of(request);
    if (!session) return null;
    const hold = this.#watch.hold(session.id);
    held(hold.release);
    hold.signal.addEventListener('abort', ended, { once: true });
    let token: Promise<string | null> | null = null;
    return { session, token: () => (token ??= session.accessToken().catch(() => null)) };
  }
}
