import type { FastifyRequest } from 'fastify';
import { readSessionCookie } from './cookie.ts';
import type { EndReason } from './end-reasons.ts';
import type { Session } from './session.ts';
import type { SessionStore } from './store.ts';

/** Requests of a clock, not of a person, carry this header: they look at the session without making it longer. */
const backgroundHeader = 'x-keneya-background';

/** The session of a request; asked once, however many parts of the request need it. */
export class RequestSessions {
  readonly #store: SessionStore;
  readonly #cookieName: string;
  readonly #known = new WeakMap<object, Promise<Session | null>>();
  constructor(store: SessionStore, cookieName: string) {
    this.#store = store;
    this.#cookieName = cookieName;
  }

  /** Null when nobody is signed in. Rejects when the database is away: an error, never an open or a closed door. */
  of(
    request: FastifyRequest,
    { touch = isByPerson(request) }: { touch?: boolean } = {},
  ): Promise<Session | null> {
    const known = this.#known.get(request.raw);
    if (known) return known;
    const cookie = this.cookie(request);
    const found = cookie ? this.#store.find(cookie, { touch }) : Promise.resolve(null);
    this.#known.set(request.raw, found);
    return found;
  }

  /** Of a request without a session: why the one of its cookie ended; null when there was none or nobody knows. */
  async endedBy(request: FastifyRequest): Promise<EndReason | null> {
    const cookie = this.cookie(request);
    return cookie === null ? null : this.#store.endedBy(cookie);
  }

  cookie(request: FastifyRequest): string | null {
    return readSessionCookie(request.headers.cookie, this.#cookieName);
  }
}

/** An event stream that reconnects for ever must not keep a session alive on an abandoned screen. */
function isByPerson(request: FastifyRequest): boolean {
  return (
    request.headers[backgroundHeader] === undefined &&
    !(request.headers.accept ?? '').includes('text/event-stream')
  );
}
