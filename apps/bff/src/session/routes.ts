import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AuditEntry, AuditRecorder } from '../audit/audit.ts';
import type { Streams } from '../limits/streams.ts';
import { clearSessionCookie } from './cookie.ts';
import { SessionEndedError } from './end-reasons.ts';
import { ProviderAwayError, TokenRefusedError, type IdentityProvider } from './provider.ts';
import type { RequestSessions } from './request-session.ts';
import type { Session } from './session.ts';
import type { SessionStore } from './store.ts';
import type { SessionWatch } from './watch.ts';

/**
 * What this browser kept of a session (pixels, answers, what the viewer stored) goes with it. Cookies stay: ours is taken
 * away by name, and the language is no secret. https://www.w3.org/TR/clear-site-data/
 */
const forgetEverything = '"cache", "storage"';
/** A stream that says nothing for three of these is down, and the page asks by itself. */
const beatMs = 10_000;

interface Options {
  store: SessionStore;
  sessions: RequestSessions;
  watch: Pick<SessionWatch, 'hold'>;
  /** Event streams that are open, of whatever kind. */
  streams: Streams;
  provider: IdentityProvider;
  audit: AuditRecorder;
  publicUrl: string;
  idleMs: number;
}

/** How long the session of this browser still lasts. Times in ms from now, so that a wrong clock in the browser does not matter. */
interface SessionState {
  /** Public id of the session: a page of another one knows by it that somebody else has signed in. */
  id: string;
  idleMsLeft: number;
  absoluteMsLeft: number;
  idleMs: number;
}

/** `/bff/*`: what the browser asks about its session, and the provider's back-channel logout. */
export async function sessionRoutes(
  app: FastifyInstance,
  { store, sessions, watch, streams, provider, audit, publicUrl, idleMs }: Options,
): Promise<void> {
  const state = (session: Session): SessionState => ({
    id: session.id,
    idleMsLeft: left(session.idleExpiresAt),
    absoluteMsLeft: left(session.absoluteExpiresAt),
    idleMs,
  });
  const entry = (
    operation: string,
    user: AuditEntry['user'],
    remoteAddress: string,
    requestId: string,
  ): AuditEntry => ({
    action: 'E',
    operation,
    feature: null,
    access: 'write',
    outcome: 'success',
    patientId: null,
    resources: [],
    user,
    remoteAddress,
    requestId,
  });

  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });

  /** Why it ended (`no-cookie`: signed out in this browser), and the browser keeps nothing of it. */
  const over = async (request: FastifyRequest, reply: FastifyReply) => {
    const reason = await sessions.endedBy(request);
    // a stream is no place for it: who opened it asks next, and puts back what is no patient's
    if (reason && request.routeOptions.url !== '/bff/session/events')
      void reply.header('clear-site-data', forgetEverything);
    return reply
      .code(401)
      .send({
        error: 'no session',
        reason: reason ?? (sessions.cookie(request) === null ? 'no-cookie' : null),
        requestId: request.id,
      });
  };

  /** Looks without making the session longer. */
  app.get('/session', async (request, reply) => {
    const session = await sessions.of(request, { touch: false });
    return session ? state(session) : over(request, reply);
  });

  /** Server-sent events: a sign of life, and the reason the moment the session ends, in whichever process. */
  app.get('/session/events', async (request, reply) => {
    const session = await sessions.of(request, { touch: false });
    if (!session) return over(request, reply);
    const close = streams.open(session);
    if (!close)
      return reply
        .code(429)
        .header('retry-after', '60')
        .send({ error: 'too many streams', requestId: request.id });
    const stream = new PassThrough();
    const say = (event: string, data: object) =>
      stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    const { signal, release } = watch.hold(session.id);
    const beat = setInterval(() => say('alive', {}), beatMs);
    signal.addEventListener('abort', () => {
      clearInterval(beat);
      const { reason } = signal as { reason: unknown };
      say('ended', { reason: reason instanceof SessionEndedError ? reason.reason : null });
      stream.end();
    });
    reply.raw.once('close', () => {
      clearInterval(beat);
      release();
      close();
      stream.destroy();
    });
    say('alive', {});
    return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(stream);
  });

  /** The person wants to stay. */
  app.post('/session/stay', async (request, reply) => {
    const session = await sessions.of(request, { touch: true });
    return session ? state(session) : over(request, reply);
  });

  /** Ends our session and tells where the browser goes to end the provider's; works without the provider too. */
  app.post('/sign-out', async (request, reply) => {
    const cookie = sessions.cookie(request);
    const session = await sessions.of(request, { touch: false });
    if (session)
      await audit.record(entry('session.sign-out', userOf(session), request.visitorAddress, request.id));
    if (cookie) await store.endByCookie(cookie, 'signed-out');
    const signedOut = `${publicUrl}/sign-in?reason=signed-out`;
    const redirect = session ? await provider.endSessionUrl(signedOut).catch(() => null) : null;
    return reply
      .header('set-cookie', clearSessionCookie(publicUrl))
      .header('clear-site-data', forgetEverything)
      .send({ redirect: redirect ?? '/sign-in?reason=signed-out' });
  });

  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 16_384 },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );

  /** OpenID Connect Back-Channel Logout 1.0, 2.5 to 2.8. */
  app.post('/back-channel-logout', { config: { maxPerMinute: 120 } }, async (request, reply) => {
    const body = z.object({ logout_token: z.string().max(16_000) }).safeParse(request.body);
    const refused = (description: string) =>
      reply.code(400).send({ error: 'invalid_request', error_description: description });
    if (!body.success) return refused('logout_token is required');
    try {
      const token = await provider.verifyLogoutToken(body.data.logout_token);
      if (!(await store.acceptLogoutToken(token))) return refused('the logout token was used before');
      const ended = await store.endByProvider(token);
      for (const { username, displayName, role } of ended)
        await audit.record(
          entry(
            'session.back-channel-logout',
            { id: username, name: displayName, role },
            request.visitorAddress,
            request.id,
          ),
        );
      return reply.code(200).send();
    } catch (error) {
      if (error instanceof TokenRefusedError) {
        request.log.warn({ reason: error.message }, 'logout token refused');
        return refused('the logout token is not valid');
      }
      if (error instanceof ProviderAwayError)
        return reply.code(503).send({ error: 'temporarily_unavailable' });
      throw error;
    }
  });
}

const left = (time: string) => Math.max(0, new Date(time).getTime() - Date.now());
export const userOf = (session: Session) => ({
  id: session.userId,
  name: session.displayName,
  role: session.role,
});
