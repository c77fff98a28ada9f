import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hashCookie } from '../session/cookie.ts';
import type { SessionStore } from '../session/store.ts';
import { addressKey } from './address.ts';
import type { Counted, Counter } from './counter.ts';
import { builtFiles } from '../http/headers.ts';
import { callsIn, kindOf, requestKinds, type KindOfRequest } from './request-kinds.ts';
import { tooManyPage } from './too-many-page.ts';

const minute = 60_000;
/** Cookies of nobody we know, a minute of one address: each costs a question to the database. */
const maxUnknown = 1_200;
/** How long it is remembered whose a cookie is; it is counted for them, nothing else depends on it. */
const rememberedMs = 10 * minute,
  maxRemembered = 20_000;
/** Requests for images come by the hundred a second: that many are taken from the count at a time. */
const imagesAtOnce = 50;

interface Options {
  counter: Counter;
  store: Pick<SessionStore, 'find'>;
  cookieOf: (request: FastifyRequest) => string | null;
  /** RATE_LIMIT_FACTOR. */
  factor: number;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A limit of its own beside that of its kind: so many a minute. */
    maxPerMinute?: number;
  }
}

/**
 * A limit for everything that comes in at the front door, counted by session where there is one, else by address. Tells
 * how much is left in every answer but files of the web, and when to come back in one that refuses. Before every other check: what is refused
 * is counted too.
 */
export function requestLimits(app: FastifyInstance, options: Options): void {
  const { counter, factor } = options;
  const sessionOf = sessionKeys(options);
  const taken = new Map<string, { left: number; until: number; counted: Promise<Counted> }>();

  app.addHook('onRequest', async (request, reply) => {
    const kind = kindOf(request);
    if (kind === null) return;
    const limits: { perSession?: number; perAddress: number } = requestKinds[kind];
    const address = addressKey(request.visitorAddress);
    const session = limits.perSession === undefined ? null : await sessionOf(request, address);
    if (session === 'too-many-unknown') return refuse(request, reply, kind, minute);
    const who = session ?? `address ${address}`,
      max = Math.ceil((session === null ? limits.perAddress : (limits.perSession ?? 0)) * factor);
    const amount = kind === 'calls' ? callsIn(request.url) : 1;
    const { count, resetMs } =
      kind === 'images' && session !== null
        ? await someAtOnce(`${kind} ${who}`)
        : await counter.add(`${kind} ${who}`, amount, minute);
    // a page has twenty files of the web beside it, and nobody reads there what is left
    if (!request.url.startsWith(builtFiles)) tell(reply, max, max - count, resetMs);
    if (count > max) return refuse(request, reply, kind, resetMs);
    const { maxPerMinute } = request.routeOptions.config;
    if (maxPerMinute === undefined) return;
    const maxOfRoute = Math.ceil(maxPerMinute * factor),
      own = await counter.add(`${request.routeOptions.url ?? ''} ${who}`, 1, minute);
    tell(reply, maxOfRoute, maxOfRoute - own.count, own.resetMs);
    if (own.count > maxOfRoute) return refuse(request, reply, kind, own.resetMs);
  });

  /** One question to the counter for many requests: the count is ahead of what was asked by as many at most. */
  function someAtOnce(key: string): Promise<Counted> {
    const now = Date.now(),
      known = taken.get(key);
    if (known && known.left > 0 && known.until > now) {
      known.left -= 1;
      return known.counted;
    }
    if (taken.size > maxRemembered) taken.clear();
    const counted = counter.add(key, imagesAtOnce, minute);
    taken.set(key, { left: imagesAtOnce - 1, until: now + minute, counted });
    return counted;
  }
}

/** Whose a cookie is, asked once in a while; null when nobody's. */
function sessionKeys({ counter, store, cookieOf, factor }: Options) {
  const known = new Map<string, { id: string; until: number }>();
  return async (
    request: FastifyRequest,
    address: string,
  ): Promise<`session ${string}` | 'too-many-unknown' | null> => {
    const cookie = cookieOf(request);
    if (cookie === null) return null;
    const hash = Buffer.from(hashCookie(cookie)).toString('base64');
    const remembered = known.get(hash);
    if (remembered && remembered.until > Date.now()) return `session ${remembered.id}`;
    known.delete(hash);
    const { count } = await counter.add(`unknown ${address}`, 1, minute);
    if (count > maxUnknown * factor) return 'too-many-unknown';
    // while the database is away people are counted by their address: a page that says what is wrong needs no session
    const session = await store.find(cookie, { touch: false }).catch(() => null);
    if (!session) return null;
    const oldest = known.size >= maxRemembered ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(hash, { id: session.id, until: Date.now() + rememberedMs });
    return `session ${session.id}`;
  };
}

function tell(reply: FastifyReply, max: number, left: number, resetMs: number): void {
  void reply
    .header('x-ratelimit-limit', max)
    .header('x-ratelimit-remaining', Math.max(0, left))
    .header('x-ratelimit-reset', Math.ceil(resetMs / 1_000));
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  kind: KindOfRequest,
  resetMs: number,
): FastifyReply {
  request.log.warn({ kind }, 'more requests than anybody makes');
  const seconds = Math.ceil(resetMs / 1_000);
  void reply.code(429).header('retry-after', seconds).header('cache-control', 'no-store');
  if (kind === 'calls') return reply.send(callError(request.id, seconds));
  if ((request.headers.accept ?? '').includes('text/html'))
    return reply.type('text/html; charset=utf-8').send(tooManyPage(request.id, seconds));
  return reply.send({ error: 'too many requests', requestId: request.id });
}

/** In the shape of tRPC's errors, so that the browser's client reads it: one for all calls of the batch. */
const callError = (requestId: string, retryAfterSeconds: number) => ({
  error: {
    message: 'too many requests',
    code: -32029,
    data: {
      code: 'TOO_MANY_REQUESTS',
      httpStatus: 429,
      path: null,
      requestId,
      reason: null,
      mayBreakGlass: false,
      retryAfterSeconds,
      issues: null,
    },
  },
});
