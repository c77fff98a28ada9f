import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AuditRecorder } from '../audit/audit.ts';
import {
  ProviderAwayError,
  SecondFactorMissingError,
  TokenRefusedError,
  type IdentityProvider,
} from './provider.ts';
import { userOf } from './routes.ts';
import type { SessionStore } from './store.ts';

/** What the web server hands over after the code flow; times in seconds since 1970. */
const depositSchema = z.object({
  idToken: z.string().min(20).max(16_000),
  accessToken: z.string().min(1).max(16_000),
  refreshToken: z.string().max(16_000).nullable(),
  expiresAt: z.number().int(),
  refreshExpiresAt: z.number().int().nullable(),
  /** The cookie the browser came with, if any: its session ends. */
  previousCookie: z
    .string()
    .regex(/^[\w-]{43}$/)
    .nullable(),
  remoteAddress: z.string().max(64),
  userAgent: z.string().max(400).nullable().default(null),
});

/**
 * `POST /session` on the internal listener: tokens in, the value of the session cookie out. The ID token is verified as
 * fresh, ours and signed by the provider, and opens the session of its own person only, whose the access token has to be too.
 */
export function createSessionRoute(
  app: FastifyInstance,
  { store, provider, audit }: { store: SessionStore; provider: IdentityProvider; audit: AuditRecorder },
): void {
  app.post('/session', { bodyLimit: 65_536 }, async (request, reply) => {
    const parsed = depositSchema.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ error: 'invalid postTokens', requestId: request.id });
    const {
      idToken,
      accessToken,
      refreshToken,
      expiresAt,
      refreshExpiresAt,
      previousCookie,
      remoteAddress,
      userAgent,
    } = parsed.data;
    try {
      const person = await provider.verifyTokens({ idToken, accessToken });
      const accessExpiresAt = new Date(expiresAt * 1000);
      const { cookie, session, surplus } = await store.create(
        person,
        {
          accessToken,
          refreshToken,
          accessExpiresAt,
          refreshExpiresAt:
            refreshToken === null
              ? accessExpiresAt
              : refreshExpiresAt === null
                ? null
                : new Date(refreshExpiresAt * 1000),
        },
        previousCookie,
        { remoteAddress, userAgent },
      );
      await audit.record({
        action: 'E',
        operation: 'session.sign-in',
        feature: null,
        access: 'write',
        outcome: 'success',
        patientId: null,
        resources: [],
        user: userOf(session),
        remoteAddress,
        requestId: request.id,
      });
      // the oldest ones, which gave way to this
      for (const id of surplus)
        await audit.record({
          action: 'E',
          operation: 'session.surplus',
          feature: null,
          access: 'write',
          outcome: 'success',
          patientId: null,
          resources: [`session:${id}`],
          user: userOf(session),
          remoteAddress,
          requestId: request.id,
        });
      return await reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ cookie, absoluteExpiresAt: session.absoluteExpiresAt });
    } catch (error) {
      if (error instanceof TokenRefusedError) {
        const reason = error instanceof SecondFactorMissingError ? 'second-factor' : 'token';
        await audit.record({
          action: 'E',
          operation: 'session.sign-in',
          feature: null,
          access: 'write',
          outcome: 'denied',
          reason,
          patientId: null,
          resources: [],
          user: null,
          remoteAddress,
          requestId: request.id,
        });
        return reply
          .code(403)
          .send({ error: reason === 'token' ? 'refused' : reason, requestId: request.id });
      }
      if (error instanceof ProviderAwayError)
        return reply.code(503).send({ error: 'provider away', requestId: request.id });
      throw error;
    }
  });
}
