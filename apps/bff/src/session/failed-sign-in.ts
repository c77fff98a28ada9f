import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { FailedSignIns } from './failed-sign-ins.ts';

const body = z.object({
  /** `provider-away`, `callback` (state, nonce or code that do not fit), `password`, or what the provider said: `provider:access_denied`. */
  reason: z.string().regex(/^[a-z_-]{1,40}(:[a-z_]{1,40})?$/),
  remoteAddress: z.string().max(64),
  /** Of an account that there is. */
  account: z
    .object({ id: z.string().min(1).max(64), name: z.string().max(100) })
    .nullable()
    .default(null),
});

/**
 * `POST /session/failed` on the internal listener: a sign-in that came back without tokens, from the web, or a password
 * that was wrong, from the embedded provider. Other providers are asked for theirs (provider-events.ts).
 */
export function failedSignIn(app: FastifyInstance, failed: Pick<FailedSignIns, 'add'>): void {
  app.post('/session/failed', async (request, reply) => {
    const parsed = body.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ error: 'invalid', requestId: request.id });
    const isWritten = await failed.add({ ...parsed.data, requestId: request.id });
    return reply.code(isWritten ? 204 : 429).send();
  });
}
