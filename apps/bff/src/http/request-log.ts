import type { FastifyInstance } from 'fastify';
import { isProbe } from './health.ts';

/** One line a request: the route's pattern instead of the address, because addresses and queries hold identifiers. */
export function requestLog(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    if (isProbe(route)) return;
    request.log.info(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    );
  });
}
