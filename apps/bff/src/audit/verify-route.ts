import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { AuditTrail } from './trail.ts';

/**
 * `POST /audit/verify` on the internal listener, for `npm run audit:verify` while we hold the embedded database: a line of
 * JSON per step, the report last. Says places in the trail and nothing of what stands there.
 */
export function verifyRoute(app: FastifyInstance, trail: AuditTrail): void {
  app.post('/audit/verify', async (_request, reply) =>
    reply
      .type('application/x-ndjson')
      .header('cache-control', 'no-store')
      .send(Readable.from(lines(trail))),
  );
}

async function* lines(trail: AuditTrail): AsyncGenerator<string> {
  for await (const step of trail.verification()) yield `${JSON.stringify(step)}\n`;
}
