import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AuditRecorder } from '../audit/audit.ts';

const body = z.object({
  /** `provider-away`, `callback` (state, nonce or code that do not fit), or what the provider said: `provider:access_denied`. */
  reason: z.string().regex(/^[a-z_-]{1,40}(:[a-z_]{1,40})?$/),
  remoteAddress: z.string().max(64),
});
/** Anybody can make a sign-in fail: beyond this many a minute of one address, and of all, they are counted and not written down. */
const mostOfOne = 10,
  mostOfAll = 120,
  minute = 60_000;

/**
 * `POST /session/failed` on the internal listener: a sign-in that came back without tokens. Wrong passwords are not among
 * them: those are met, counted and kept by the identity provider, which never sends the browser back for one.
 */
export function failedSignIn(app: FastifyInstance, audit: AuditRecorder): void {
  let [since, all] = [0, 0];
  const counts = new Map<string, number>();
  app.post('/session/failed', async (request, reply) => {
    const parsed = body.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ error: 'invalid', requestId: request.id });
    const { reason, remoteAddress } = parsed.data;
    if (Date.now() - since > minute) {
      [since, all] = [Date.now(), 0];
      counts.clear();
    }
    const count = (counts.get(remoteAddress) ?? 0) + 1;
    counts.set(remoteAddress, count);
    all += 1;
    if (count > mostOfOne || all > mostOfAll) {
      if (count === mostOfOne + 1 || all === mostOfAll + 1)
        request.log.warn('more failed sign-ins than are written down');
      return reply.code(429).send();
    }
    await audit.record({
      action: 'E',
      operation: 'session.sign-in',
      feature: null,
      access: 'write',
      outcome: reason === 'provider-away' ? 'failure' : 'denied',
      reason,
      patientId: null,
      resources: [],
      user: null,
      remoteAddress,
      requestId: request.id,
    });
    return reply.code(204).send();
  });
}
