import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AuditEntry, AuditRecorder } from '../audit/audit.ts';
import { clearSessionCookie } from './cookie.ts';
import { ProviderAwayError, TokenRefusedError, type IdentityProvider } from './provider.ts';
import type { RequestSessions } from './request-session.ts';
import type { Session } from './session.ts';
import type { SessionStore } from './store.ts';

interface Options {
  store: SessionStore;
  sessions: RequestSessions;
  provider: IdentityProvider;
  audit: AuditRecorder;
  publicUrl: string;
  idleMs: number;
}

/** How long the session of this browser still lasts. Times in ms from now, so that a wrong clock in the browser does not matter. */
interface SessionState {
  idleMsLeft: number;
  absoluteMsLeft: number;
  idleMs: number;
}

/** `/bff/*`: what the browser asks about its session, and the provider's back-channel logout. */
export async function sessionRoutes(
  app: FastifyInstance,
  { store, sessions, provider, audit, publicUrl, idleMs }: Options,
): Promise<void> {
  const state = (session: Session): SessionState => ({
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

  /** Looks without making the session longer. */
  app.get('/session', async (request, reply) => {
    const session = await sessions.of(request, { touch: false });
    return session ? state(session) : reply.code(401).send({ error: 'no session', requestId: request.id });
  });

  /** The person wants to stay. */
  app.post('/session/stay', async (request, reply) => {
    const session = await sessions.of(request, { touch: true });
    return session ? state(session) : reply.code(401).send({ error: 'no session', requestId: request.id });
  });

  /** Ends our session and tells where the browser goes to end the provider's; works without the provider too. */
  app.post('/sign-out', async (request, reply) => {
    const cookie = sessions.cookie(request);
    const session = await sessions.of(request, { touch: false });
    if (session)
      await audit.record(entry('session.sign-out', userOf(session), request.visitorAddress, request.id));
    if (cookie) await store.endByCookie(cookie);
    const signedOut = `${publicUrl}/sign-in?reason=signed-out`;
    const redirect = session ? await provider.endSessionUrl(signedOut).catch(() => null) : null;
    return reply
      .header('set-cookie', clearSessionCookie(publicUrl))
      .send({ redirect: redirect ?? '/sign-in?reason=signed-out' });
  });

  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 16_384 },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );

  /** OpenID Connect Back-Channel Logout 1.0, 2.5 to 2.8. */
  app.post('/back-channel-logout', { config: { mostPerMinute: 120 } }, async (request, reply) => {
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
