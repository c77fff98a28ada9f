import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

const header = 'x-keneya-internal';

/**
 * The internal listener answers those who know INTERNAL_SECRET and nobody else on the machine or in the network; but for the
 * FHIR server's calls, which have a secret of their own (live/subscriptions.ts).
 */
export function internalSecret(app: FastifyInstance, secret: string): void {
  const expected = digest(secret);
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/live/fhir/')) return;
    const given = request.headers[header];
    // hashed, so that lengths are equal and the time tells nothing
    if (typeof given === 'string' && timingSafeEqual(digest(given), expected)) return;
    await reply.code(401).send({ error: 'unknown caller', requestId: request.id });
  });
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
